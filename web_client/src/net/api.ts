// The HTTP side of entering a branch: what rooms there are, a session, a ticket, a room's scene.

/** A text in the languages that the branch speaks. */
export type Localised = Readonly<Record<string, string>>;

/** What a scene's brand slots are filled with; colours as #rrggbb. */
export interface Brand {
  readonly primary: string;
  readonly secondary: string;
  readonly logo: { readonly url: string; readonly bytes: number } | null;
}

/** A time of a day of the week at which the branch is open, by its own clock. */
export interface Span {
  readonly day: string;
  readonly opens: string;
  readonly closes: string;
}

export interface Hours {
  readonly timezone: string;
  /** Days that are not named are days off. */
  readonly week: readonly Span[];
  /** ISO 8601; null while it is open. */
  readonly opens_at: string | null;
}

/** A programme that is on today. */
export interface Programme {
  readonly time: string;
  readonly title: Localised;
  readonly place: Localised | null;
}

export interface Branch {
  readonly name: Localised;
  readonly brand: Brand | null;
  readonly today: readonly Programme[];
  /** Where one can write to the bank: an address of a page or of mail. */
  readonly contact?: string | null;
  /** Null: always open. */
  readonly hours?: Hours | null;
  readonly rooms: readonly BranchRoom[];
}

/** What staff may do in a room; the server has the table (`access/policy`). */
export type Permission =
  | 'greet'
  | 'announce'
  | 'member.invite'
  | 'call.answer'
  | 'room.lock'
  | 'chat.slow'
  | 'member.mute'
  | 'member.remove'
  | 'member.ban'
  | 'member.unban'
  | 'console.see'
  | 'reports.read'
  | 'audit.read'
  | 'accounts.see'
  | 'sessions.see'
  | 'sessions.revoke'
  | 'voice.group'
  | 'voice.stage';

export interface BranchRoom {
  readonly room: string;
  readonly title: Localised;
  readonly scene: string;
  readonly capacity: number;
}

/** The server answered with an error, or (status 0) not at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** ISO 8601: of a closed branch, when it opens; of a ban, until when it lasts. `retryAfter`: in so many seconds, where waiting helps. */
    readonly times: { readonly opensAt?: string; readonly until?: string; readonly retryAfter?: number } = {},
  ) {
    super(message);
  }

  /** True when asking again later may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Asks the server; raises `ApiError`. */
export async function ask<T>(method: string, url: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin' };
  if (body !== undefined) {
    init.headers = { 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new ApiError(0, 'network', String(cause));
  });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

async function problemOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string; opens_at?: string; until?: string };
  } | null;
  const { code = 'http', message = response.statusText, opens_at, until } = body?.error ?? {};
  const retryAfter = Number(response.headers.get('Retry-After'));
  const times = { ...(opens_at && { opensAt: opens_at }), ...(until && { until }), ...(retryAfter > 0 && { retryAfter }) };
  return new ApiError(response.status, code, message, times);
}

export const api = {
  branch: (): Promise<Branch> => ask('GET', '/api/v1/branch'),
  openSession: (): Promise<{ role: string }> => ask('POST', '/api/v1/session', {}),
  ticket: (room: string): Promise<{ ticket: string; expires_in: number }> =>
    ask('POST', '/api/v1/tickets', { room }),
  /** Who one is as a member of staff, and what one may. */
  staff: (): Promise<{ permissions: readonly Permission[] }> => ask('GET', '/api/v1/staff/me'),
  json: <T>(url: string): Promise<T> => ask('GET', url),
};

export type Api = typeof api;
