import { expect, it } from 'vitest';
import { bubbleLines, readingTime } from './words';

const measure = (text: string): number => [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 0);

it('stays as long as it takes to read, four to nine seconds', () => {
  expect(readingTime('Hi')).toBe(4);
  expect(readingTime('x'.repeat(48))).toBe(6);
  expect(readingTime('x'.repeat(500))).toBe(9);
  expect(readingTime('您好，请问这里可以了解理财产品吗？')).toBeGreaterThan(readingTime('x'.repeat(17)));
});

it('breaks between words, and anywhere in Chinese and Japanese', () => {
  expect(bubbleLines(measure, 'good morning\n  to  you', 12, 3)).toEqual(['good morning', 'to you']);
  expect(bubbleLines(measure, 'はじめまして。よろしく', 12, 3)).toEqual(['はじめまして', '。よろしく']);
});

it('ends in an ellipsis what would take a fourth line, and long words without a break', () => {
  const lines = bubbleLines(measure, 'one two three four five six seven eight nine ten', 10, 3);
  expect(lines).toHaveLength(3);
  expect(lines[2].endsWith('…')).toBe(true);
  for (const line of [...lines, ...bubbleLines(measure, 'w'.repeat(500), 10, 3)]) expect(measure(line)).toBeLessThanOrEqual(10);
});
