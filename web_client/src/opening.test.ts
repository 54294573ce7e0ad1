import { expect, it } from 'vitest';
import { weekdayName, weekdayNow, whenWord } from './opening';

it('names the days in each language', () => {
  expect([weekdayName('mon', 'en'), weekdayName('sun', 'zh'), weekdayName('sat', 'ja')]).toEqual(['Monday', '星期日', '土曜日']);
});

it('knows the day by the clock of the branch', () => {
  const now = new Date('2026-11-30T20:00:00Z'); // a Monday there, a Tuesday in Tokyo
  expect([weekdayNow(now, 'UTC'), weekdayNow(now, 'Asia/Tokyo')]).toEqual(['mon', 'tue']);
});

it('says when the branch opens by its own clock', () => {
  const opens = new Date('2026-12-01T09:00:00+09:00');
  expect(whenWord(opens, 'en', 'Asia/Tokyo')).toMatch(/Tuesday.*1 December.*09:00/);
  expect(whenWord(opens, 'ja', 'Asia/Tokyo')).toMatch(/12月1日.*火曜日.*9:00/);
  expect(whenWord(opens, 'zh', 'UTC')).toMatch(/12月1日.*00:00/);
});
