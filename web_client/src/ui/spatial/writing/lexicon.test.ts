// Lists of words: found by reading, weighed by what stands beside them.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Lexicon } from './lexicon';

const SMALL = ['# whose it is', '=!#', "=$!", "ni\t你%!!尼8!!", "ni'hao\t你好'!!", "xi'an\t西安.!\"", 'xian\t先)!!'].join('\n');

describe('a list of words', () => {
  const words = new Lexicon(SMALL);

  it('finds what is read so, the likeliest first', () => {
    expect(words.find('ni').map(({ text }) => text)).toEqual(['你', '尼']);
    expect(words.find('xian').map(({ text, reading }) => [text, reading])).toEqual([['先', 'xian'], ['西安', "xi'an"]]);
    expect(words.find('hao')).toEqual([]);
  });

  it('knows what a word costs and what it is beside others', () => {
    const [word] = words.find('xian').slice(1);
    expect(word).toMatchObject({ cost: 13, after: 0, before: 1 });
    expect([words.joint(0, 1), words.joint(1, 0), words.joint(5, 5)]).toEqual([2, 3, 0]);
  });

  it('tells what goes on from a beginning', () => {
    expect(words.goingOn('ni', 3).map(({ text }) => text)).toEqual(['你好']);
    expect(words.goingOn('q', 3)).toEqual([]);
    expect(words.longest).toBe(5);
  });
});

it.each([['zh', "ni'hao", '你好'], ['ja', 'ありがとう', 'ありがとう']])('the list for %s that is shipped can be read, and says whose it is', (name, reading, word) => {
  const text = readFileSync(`${import.meta.dirname}/../words/${name}.txt`, 'utf8');
  expect(text).toMatch(name === 'zh' ? /^# .*Apache License/ : /^# .*Google Inc\.[^]*Nara Institute/);
  expect(new Lexicon(text).find(reading.replaceAll("'", '')).map((one) => one.text)).toContain(word);
});
