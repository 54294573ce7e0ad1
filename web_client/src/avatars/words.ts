// What somebody said, made ready for a bubble: how long it stays, and in which lines. Pure.
import { broken } from '../scene/lettering';

const FIRST_S = 3;
const SHORTEST_S = 4;
const LONGEST_S = 9;
const LETTERS_PER_S = 16;
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]/u;
const WIDE_IS = 2.2; // letters that a Chinese or Japanese character takes as long to read as

/** Seconds in which one can read it at ease. */
export function readingTime(text: string): number {
  let letters = 0;
  for (const letter of text) letters += WIDE.test(letter) ? WIDE_IS : 1;
  return Math.min(LONGEST_S, Math.max(SHORTEST_S, FIRST_S + letters / LETTERS_PER_S));
}

/** At most `most` lines no wider than `width`; what does not fit ends in an ellipsis. */
export function bubbleLines(measure: (text: string) => number, text: string, width: number, most: number): string[] {
  const plain = text.replace(/\s+/gu, ' ').trim();
  return broken(measure, plain, width, most).map((line) => clipped(measure, line, width));
}

function clipped(measure: (text: string) => number, line: string, width: number): string {
  if (measure(line) <= width) return line;
  const letters = [...line];
  let keep = letters.length;
  while (keep > 0 && measure(`${letters.slice(0, keep).join('').trimEnd()}…`) > width) keep--;
  return `${letters.slice(0, keep).join('').trimEnd()}…`;
}
