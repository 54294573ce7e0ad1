// How long something has lasted, or will, in words. Pure but for the language.
import { t } from '../i18n';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** To the second below ten minutes, where it is watched; else to the minute, then to the hour. */
export function span(ms: number): string {
  const left = Math.max(0, ms);
  if (left < MINUTE) return t('console.span.seconds', { s: Math.floor(left / SECOND) });
  const m = Math.floor(left / MINUTE);
  if (left < 10 * MINUTE) return t('console.span.minutesSeconds', { m, s: Math.floor((left % MINUTE) / SECOND) });
  return roughSpan(left);
}

/** For what nobody watches: minutes, hours, days. */
export function roughSpan(ms: number): string {
  if (ms < MINUTE) return t('console.span.now');
  if (ms < HOUR) return t('console.span.minutes', { m: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t('console.span.hoursMinutes', { h: Math.floor(ms / HOUR), m: Math.floor((ms % HOUR) / MINUTE) });
  return t('console.span.days', { count: Math.floor(ms / DAY) });
}
