// The HTTP side of the staff's page: signing in and out, who one is, the rooms at a glance, sessions, audit, bans.
import { ask, type Permission } from '../net/api';
import type { ModerationReason, StaffRole } from '../protocol/generated';

const STAFF = '/api/v1/staff';

/** How one can sign in here; `oidc` is an address to go to. */
export interface Ways {
  readonly password: boolean;
  readonly oidc: string | null;
}

export interface Account {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly permissions: readonly Permission[];
  /** When the session ends by itself (ms, Unix). */
  readonly expires: number;
}

/** A room as it is now; times in ms, Unix. */
export interface Glance {
  readonly room: string;
  readonly people: number;
  readonly staff: number;
  /** Before the door. */
  readonly waiting: number;
  /** Calls that nobody has taken, and since when the oldest waits. */
  readonly calls: number;
  readonly called: number | null;
  readonly locked: boolean;
  readonly slow: number;
}

export interface StaffSession {
  readonly session: string;
  readonly label: string;
  readonly created: number;
  readonly expires: number;
  readonly current: boolean;
  /** Whose it is, where all are shown. */
  readonly name?: string | null;
  readonly role?: StaffRole;
}

export interface Ban {
  readonly ban: string;
  readonly until: number;
  readonly created: number;
  readonly reason: ModerationReason;
  readonly by: string | null;
  readonly network: boolean;
}

export interface StaffAccount {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly created: number;
  readonly disabled: boolean;
  readonly locked_until: number | null;
  readonly password: boolean;
  readonly second_factor: boolean;
  readonly oidc: boolean;
}

/** What the audit says of one act; what it does not say is absent. */
export interface AuditRecord {
  readonly number: number;
  readonly hash: string;
  readonly unreadable?: true;
  readonly at?: number;
  readonly name?: string;
  readonly act?: string;
  readonly outcome?: 'asked' | 'accepted' | 'refused' | 'failed' | 'done';
  /** A member's pseudonym, an account, a ban. */
  readonly about?: string;
  /** Of an account. */
  readonly about_name?: string;
  readonly room?: string;
  readonly reason?: string;
  readonly words?: string;
  readonly detail?: string;
  /** The browser of who signs in or out, or of the session that was ended. */
  readonly label?: string;
  readonly asked?: number;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly code: string | null;
}

const listOf = <K extends string, T>(key: K, answer: Promise<Record<K, readonly T[]>>): Promise<readonly T[]> =>
  answer.then((found) => found[key]);

export const staffApi = {
  ways: (): Promise<Ways> => ask('GET', `${STAFF}/ways`),
  me: (): Promise<Account> => ask('GET', `${STAFF}/me`),
  signIn: (credentials: Credentials): Promise<Account> => ask('POST', `${STAFF}/sign-in`, credentials),
  signOut: (): Promise<unknown> => ask('POST', `${STAFF}/sign-out`, {}),
  rooms: () => listOf<'rooms', Glance>('rooms', ask('GET', `${STAFF}/rooms`)),
  sessions: (all: boolean) => listOf<'sessions', StaffSession>('sessions', ask('GET', `${STAFF}/sessions${all ? '/all' : ''}`)),
  revoke: (session: string): Promise<unknown> => ask('DELETE', `${STAFF}/sessions/${encodeURIComponent(session)}`),
  audit: (before: number | null) =>
    listOf<'records', AuditRecord>('records', ask('GET', `${STAFF}/audit?limit=60${before === null ? '' : `&before=${before}`}`)),
  accounts: () => listOf<'accounts', StaffAccount>('accounts', ask('GET', `${STAFF}/accounts`)),
  bans: () => listOf<'bans', Ban>('bans', ask('GET', `${STAFF}/bans`)),
  lift: (ban: string): Promise<unknown> => ask('DELETE', `${STAFF}/bans/${encodeURIComponent(ban)}`),
};

export type StaffApi = typeof staffApi;
