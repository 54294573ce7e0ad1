// Opening hours in words: days of the week by the branch's clock, in the language spoken.

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function weekdayName(day: Weekday, language: string): string {
  const date = A_MONDAY + WEEKDAYS.indexOf(day) * DAY_MS;
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(date);
}

export function weekdayNow(now: Date, timeZone: string): Weekday {
  const short = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone }).format(now);
  return WEEKDAYS.find((day) => short.toLowerCase().startsWith(day)) ?? 'mon';
}

/** "Tuesday 1 December at 09:00", in the language; by the branch's clock where that is known. */
export function whenWord(date: Date, language: string, timezone: string | undefined): string {
  const form: Intl.DateTimeFormatOptions = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    ...(timezone ? { timeZone: timezone } : {}),
  };
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, form).format(date);
}
