import { expect, it } from 'vitest';
import { broken } from './lettering';

const measure = (text: string): number => text.length;

it('breaks between words', () => {
  expect(broken(measure, 'First home: what it costs', 11, 3)).toEqual(['First home:', 'what it', 'costs']);
});

it('breaks Chinese and Japanese anywhere', () => {
  expect(broken(measure, '一步一步为孩子储蓄', 5, 2)).toEqual(['一步一步为', '孩子储蓄']);
});

it('loses nothing when there are too few lines', () => {
  expect(broken(measure, 'one two three four', 5, 2)).toEqual(['one', 'two three four']);
});

it('keeps a word that is wider than the line', () => {
  expect(broken(measure, 'unbreakable', 4, 2)).toEqual(['unbreakable']);
});
