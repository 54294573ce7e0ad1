import { expect, it } from 'vitest';
import type { Line } from './lines';
import { caretAt, characterAt } from './setting';

const width = (text: string): number => text.length * 10;
const line = (text: string, start: number, y: number): Line => ({ text, start, end: start + text.length, x: 0, y, width: width(text), steps: null });
const LINES = [line('first', 0, 0), line('second', 6, 20), line('', 13, 40)];

it('puts the caret before a character', () => {
  expect(caretAt(LINES, 0, width)).toEqual({ x: 0, y: 0 });
  expect(caretAt(LINES, 5, width)).toEqual({ x: 50, y: 0 });
  expect(caretAt(LINES, 9, width)).toEqual({ x: 30, y: 20 });
  expect(caretAt(LINES, 13, width)).toEqual({ x: 0, y: 40 });
  expect(caretAt([], 0, width)).toEqual({ x: 0, y: 0 });
});

it('finds the character that was pressed', () => {
  const at = (x: number, y: number): number => characterAt(LINES, x, y, 20, width);
  expect(at(-5, 5)).toBe(0);
  expect(at(14, 5)).toBe(1);
  expect(at(16, 5)).toBe(2);
  expect(at(400, 5)).toBe(5);
  expect(at(31, 25)).toBe(9);
  expect(at(31, 45)).toBe(13);
});

it('goes to the end where one presses below the words', () => {
  expect(characterAt([line('word', 0, 0)], 2, 60, 20, width)).toBe(4);
});
