// Who waits for staff: in order, how long, and whether that is too long. Pure: times in ms, Unix.
import type { CallView } from '../protocol/generated';
import type { Glance } from './api';

/** From then on it is said that somebody waits long. */
export const LONG_MS = 2 * 60_000;

export interface Waiting {
  readonly call: CallView;
  readonly ms: number;
  readonly long: boolean;
  /** Who goes: nobody yet, oneself, somebody else. */
  readonly taken: 'no' | 'mine' | 'theirs';
}

/** Those whom nobody has taken first, in the order of their asking; then one's own, then the others'. */
export function waitingNow(calls: readonly CallView[], me: string | undefined, now: number): readonly Waiting[] {
  const rank = { no: 0, mine: 1, theirs: 2 } as const;
  const all = calls.map((call): Waiting => {
    const taken = call.by === null ? 'no' : call.by === me ? 'mine' : 'theirs';
    const ms = Math.max(0, now - call.at);
    return { call, ms, long: taken === 'no' && ms >= LONG_MS, taken };
  });
  return all.sort((a, b) => rank[a.taken] - rank[b.taken] || a.call.seq - b.call.seq);
}

/** Rooms where somebody calls and one is not, the longest wait first. */
export function callsElsewhere(glances: readonly Glance[], here: string | undefined): readonly Glance[] {
  return glances.filter(({ room, calls }) => room !== here && calls > 0).sort((a, b) => (a.called ?? 0) - (b.called ?? 0));
}
