// What is typed but not yet written: by letters, marks, suggestions, and going back.
import { beforeEach, expect, it } from 'vitest';
import { Composing } from './composing';
import { Lexicon } from './lexicon';

const CHINESE = new Lexicon("=!\nwo\t我!!!\nni'hao\t你好!!!\nhao\t好!!!");
const JAPANESE = new Lexicon('=!\nがっこう\t学校!!!\nへ\tへ!!!');
let written: string[];
let composing: Composing;

function type(keys: string): void {
  for (const key of keys) composing.type(key);
}

beforeEach(() => {
  written = [];
  composing = new Composing((text) => written.push(text));
  composing.lexicons.value = { pinyin: CHINESE, kana: JAPANESE };
});

it('writes Latin at once', () => {
  type('Hi 5!');
  expect(written.join('')).toBe('Hi 5!');
  expect(composing.typed.value).toBe('');
});

it('gathers pinyin until something is chosen, and goes on with the rest', () => {
  composing.change('pinyin');
  type('wonihao');
  expect(written).toEqual([]);
  composing.choose(composing.offers.value.find(({ text }) => text === '我')!);
  expect([written, composing.typed.value]).toEqual([['我'], 'nihao']);
  expect(composing.first()).toBe(true);
  expect([written, composing.typed.value]).toEqual([['我', '你好'], '']);
  expect(composing.first()).toBe(false);
});

it('takes what is offered first when punctuation follows', () => {
  composing.change('pinyin');
  type('nihao，');
  expect(written).toEqual(['你好', '，']);
});

it('changes the kana typed last, and converts them', () => {
  composing.change('kana');
  type('か');
  composing.mark();
  type('つ');
  composing.mark();
  type('こう');
  expect(composing.typed.value).toBe('がっこう');
  expect(composing.offers.value.map(({ text }) => text)).toEqual(expect.arrayContaining(['学校', 'がっこう', 'ガッコウ']));
  composing.first();
  expect(written).toEqual(['学校']);
});

it('takes back a letter of what is being typed, and says when there is none', () => {
  composing.change('pinyin');
  type('wo');
  expect([composing.erase(), composing.typed.value]).toEqual([true, 'w']);
  composing.erase();
  expect(composing.erase()).toBe(false);
});

it('writes what is being typed as it stands when the script changes', () => {
  composing.change('pinyin');
  type('wo');
  composing.change('latin');
  expect([written, composing.typed.value, composing.script.value]).toEqual([['wo'], '', 'latin']);
});
