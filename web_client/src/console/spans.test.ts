import { beforeAll, expect, it } from 'vitest';
import { learn, speak } from '../i18n';
import { staffPage as en } from '../i18n/en/console';
import { staffPage as ja } from '../i18n/ja/console';
import { staffPage as zh } from '../i18n/zh/console';
import { roughSpan, span } from './spans';

beforeAll(() => {
  globalThis.document = { documentElement: { lang: '' } } as Document;
  learn({ en, ja, zh });
});

it('counts seconds where it is watched, and less exactly the longer it lasts', () => {
  speak('en');
  expect([-5, 0, 59_999, 60_000, 125_000, 599_000, 600_000, 3_725_000].map(span)).toEqual([
    '0 s', '0 s', '59 s', '1 min 0 s', '2 min 5 s', '9 min 59 s', '10 min', '1 h 2 min',
  ]);
  expect([59_000, 61_000, 3_600_000, 86_400_000, 200_000_000].map(roughSpan)).toEqual(['just now', '1 min', '1 h 0 min', '1 day', '2 days']);
});

it('does so in each language', () => {
  speak('zh');
  expect(span(125_000)).toBe('2 分 5 秒');
  speak('ja');
  expect(roughSpan(3_725_000)).toBe('1時間2分');
});
