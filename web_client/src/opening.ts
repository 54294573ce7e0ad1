// Opening hours in words: days of the week by the branch's clock, in the language spoken.

import type { Span } from './net/api';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function weekdayName(day: Weekday, language: string): string {
  const date = A_MONDAY + WEEKDAYS.indexOf(day) * DAY_MS;
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(date);
}

export function weekdayNow(now: Date, timeZone: string): Weekday {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone }).format(now).toLowerCase();
  return WEEKDAYS.find((one) => one === day) ?? 'monday';
}

/** "09:00 – 12:00, 13:00 – 17:00", or nothing on a day off. */
export function hoursOf(day: Weekday, week: readonly Span[]): string {
  const spans = week.filter((span) => span.day === day);
  return spans.map(({ opens, closes }) => `${opens} – ${closes}`).join(', ');
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
