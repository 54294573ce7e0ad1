import { expect, it } from 'vitest';
import { hoursOf, weekdayName, weekdayNow, whenWord } from './opening';

it('names the days in each language', () => {
  expect([weekdayName('monday', 'en'), weekdayName('sunday', 'zh'), weekdayName('saturday', 'ja')]).toEqual(['Monday', '星期日', '土曜日']);
});

it('knows the day by the clock of the branch', () => {
  const now = new Date('2026-11-30T20:00:00Z'); // a Monday there, a Tuesday in Tokyo
  expect([weekdayNow(now, 'UTC'), weekdayNow(now, 'Asia/Tokyo')]).toEqual(['monday', 'tuesday']);
});

it('tells the hours of a day, with its break, and of a day off nothing', () => {
  const week = [
    { day: 'monday', opens: '09:00', closes: '12:00' },
    { day: 'monday', opens: '13:00', closes: '17:00' },
    { day: 'friday', opens: '10:00', closes: '15:00' },
  ];
  expect([hoursOf('monday', week), hoursOf('friday', week), hoursOf('sunday', week)]).toEqual([
    '09:00 – 12:00, 13:00 – 17:00',
    '10:00 – 15:00',
    '',
  ]);
});

it('says when the branch opens by its own clock', () => {
  const opens = new Date('2026-12-01T09:00:00+09:00');
  expect(whenWord(opens, 'en', 'Asia/Tokyo')).toMatch(/Tuesday.*1 December.*09:00/);
  expect(whenWord(opens, 'ja', 'Asia/Tokyo')).toMatch(/12月1日.*火曜日.*9:00/);
  expect(whenWord(opens, 'zh', 'UTC')).toMatch(/12月1日.*00:00/);
});
