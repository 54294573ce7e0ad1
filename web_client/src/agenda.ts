// What is on today, as seen from now: what is over, what comes next, and in how many minutes.
import type { Programme } from './net/api';

const DAY_MIN = 24 * 60;
/** Programmes have a beginning only; one that began a little while ago can still be joined. */
const JOINABLE_MIN = 10;

export interface Item {
  readonly programme: Programme;
  /** Minutes until it begins; negative when it has begun. */
  readonly minutes: number;
  readonly state: 'over' | 'now' | 'next' | 'later';
}

/** Minutes since midnight of "10:30". */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Minutes since midnight at the branch, or here when nobody says where the branch is. */
export function minutesNow(now: Date, timezone: string | undefined): number {
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timezone ? { timeZone: timezone } : {}),
  });
  return minutesOf(clock.format(now)) % DAY_MIN;
}

export function agenda(today: readonly Programme[], now: number): readonly Item[] {
  const sorted = [...today].sort((a, b) => minutesOf(a.time) - minutesOf(b.time));
  let next = true;
  return sorted.map((programme) => {
    const minutes = minutesOf(programme.time) - now;
    if (minutes <= -JOINABLE_MIN) return { programme, minutes, state: 'over' };
    if (minutes <= 0) return { programme, minutes, state: 'now' };
    const state = next ? 'next' : 'later';
    next = false;
    return { programme, minutes, state };
  });
}
