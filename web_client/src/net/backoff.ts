// How long to wait before the next attempt: doubling, with jitter, so that a crowd does not come back at once.

const FIRST_MS = 400;
const LONGEST_MS = 10_000;

/** Milliseconds before attempt number `attempt` (from 0); `random` is in [0, 1). */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random / 2));
}
