// Captions stay long enough to be read, and are never more than a few.
import { expect, it } from 'vitest';
import { readingTime, Subtitles } from './subtitles';

const line = (text: string) => ({ key: text, name: 'Bo', text });
const shown = (subtitles: Subtitles, now: number): string[] => subtitles.at(now).map(({ text }) => text);

it('gives more time to more words, and to characters that say more', () => {
  expect(readingTime('Good morning to all of you')).toBeGreaterThan(readingTime('Good morning'));
  expect(readingTime('早上好，大家')).toBeGreaterThan(readingTime('moring'));
  expect(readingTime('Hi')).toBeGreaterThanOrEqual(4000);
});

it('shows a line until it can have been read, then nothing', () => {
  const subtitles = new Subtitles();
  subtitles.add(line('Hello'), 1000);
  expect(shown(subtitles, 1000 + readingTime('Hello') - 1)).toEqual(['Hello']);
  expect(shown(subtitles, 1000 + readingTime('Hello'))).toEqual([]);
});

it('keeps the newest three, and gives what came at once with others time of its own', () => {
  const subtitles = new Subtitles();
  for (const text of ['one', 'two', 'three', 'four']) subtitles.add(line(text), 0);
  expect(shown(subtitles, 1)).toEqual(['two', 'three', 'four']);
  const last = shown(subtitles, readingTime('two') + 300);
  expect(last).toContain('four');
  expect(last).not.toContain('two');
});
