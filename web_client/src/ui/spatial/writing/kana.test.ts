import { expect, it } from 'vitest';
import { katakana, marked } from './kana';

it('goes round from a kana to its small and voiced ones', () => {
  const round = (kana: string, times: number): string => Array.from({ length: times }).reduce<string>((now) => marked(now), kana);
  expect([1, 2, 3].map((times) => round('つ', times))).toEqual(['っ', 'づ', 'つ']);
  expect([1, 2, 3].map((times) => round('は', times))).toEqual(['ば', 'ぱ', 'は']);
  expect(marked('きよ')).toBe('きょ');
  expect([marked('ん'), marked('')]).toEqual(['ん', '']);
});

it('writes the same in katakana', () => expect(katakana('こーひーとゔぁ漢字')).toBe('コーヒートヴァ漢字'));
