// Suggestions stand side by side as far as there is space, wide ones with fewer others.
import { expect, it } from 'vitest';
import { pagesOf, tailOf } from './suggestions';

const offers = (...texts: string[]) => texts.map((text) => ({ text, takes: 1 }));
const texts = (all: ReturnType<typeof pagesOf>): string[][] => all.map((page) => page.map(({ text }) => text));

it('keeps their order and leaves none out', () => {
  const many = offers(...'一二三四五六七八九十百千万');
  const pages = pagesOf(many);
  expect(pages.flat()).toEqual(many);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages[0].length).toBeGreaterThan(3);
});

it('gives a long one a page of its own, even if it is longer than the space', () => {
  const long = '今日は天気がいいですから散歩に行きましょうか';
  expect(texts(pagesOf(offers(long, '京', '強')))).toEqual([[long], ['京', '強']]);
});

it('has no page where nothing is offered', () => expect(pagesOf([])).toEqual([]));

it('shows the end of what is being typed', () => {
  expect([tailOf('nihao'), tailOf('きょうは')]).toEqual(['nihao', 'きょうは']);
  expect(tailOf('woxiangkaihuyigezhanghu')).toBe('…gkaihuyigezhanghu');
  expect(tailOf('すみませんもういちどおしえてください')).toBe('…おしえてください');
});
