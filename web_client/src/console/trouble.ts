// What went wrong with a sign-in, for the person: which field, and how long trying again is of no use. Pure: `now` in ms.
import { ApiError } from '../net/api';

export const FIELDS = ['name', 'password', 'code'] as const;
export type Field = (typeof FIELDS)[number];

const KNOWN = ['wrong', 'code_wrong', 'locked', 'too_fast', 'busy', 'not_staff', 'no_passwords'] as const;

export interface Trouble {
  readonly code: (typeof KNOWN)[number] | 'failed' | 'missing';
  /** The field at which it is put right, if it is one. */
  readonly field: Field | null;
  /** For so many seconds from then on the server refuses whatever is typed. */
  readonly waitS: number;
  readonly until: number;
}

/** What the server's answer means. */
export function troubleOf(problem: unknown, now: number): Trouble {
  const fault = problem instanceof ApiError ? problem : null;
  const code = KNOWN.find((one) => one === fault?.code) ?? (fault?.status === 429 ? 'too_fast' : 'failed');
  const waitS = code === 'failed' ? 0 : (fault?.times.retryAfter ?? 0);
  const field = code === 'wrong' ? 'password' : code === 'code_wrong' ? 'code' : null;
  return { code, field, waitS, until: waitS > 0 ? now + waitS * 1000 : 0 };
}

/** The first of these fields in which nothing stands; null if something stands in each. */
export function missing(fields: readonly Field[], values: Readonly<Record<Field, string>>): Trouble | null {
  const field = fields.find((one) => values[one].trim() === '');
  return field ? { code: 'missing', field, waitS: 0, until: 0 } : null;
}

/** Whole seconds that are left. */
export function secondsLeft(until: number, now: number): number {
  return until === 0 ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}
