// What could be meant by what is typed: whole sentences first, then words for the beginning.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { candidates, sentences } from './convert';
import { Lexicon } from './lexicon';

const shipped = (name: string): Lexicon => new Lexicon(readFileSync(`${import.meta.dirname}/../words/${name}.txt`, 'utf8'));
const chinese = shipped('zh');
const japanese = shipped('ja');
const offered = (typed: string, words: Lexicon | null, asWritten: string[] = [typed]): string[] => candidates(typed, words, asWritten).map(({ text }) => text);

describe('pinyin', () => {
  it.each([
    ['nihao', '你好'],
    ['xiexie', '谢谢'],
    ['woxiangkaihu', '我想开户'],
    ['guitaizainali', '柜台在哪里'],
    ['qingwenzhegezenmeyong', '请问这个怎么用'],
    ['jintiantianqihenhao', '今天天气很好'],
  ])('%s is %s', (typed, meant) => expect(sentences(typed, chinese)[0]).toBe(meant));

  it('is divided where the person divides it', () => {
    expect(offered('xian', chinese)[0]).toBe('先');
    expect(offered("xi'an", chinese)[0]).toBe('西安');
    expect(offered("xi'an", chinese)).not.toContain('先');
  });

  it('offers what goes on from an unfinished word', () => expect(offered('xiex', chinese)).toContain('谢谢'));
});

describe('kana', () => {
  it.each([
    ['きょうはてんきがいいですね', '今日は天気がいいですね'],
    ['わたしのなまえはたなかです', '私の名前は田中です'],
    ['すみませんもういちどおしえてください', 'すみませんもう一度教えてください'],
    ['ろーんについてききたいことがあります', 'ローンについて聞きたいことがあります'],
    ['ぎんこう', '銀行'],
  ])('%s are %s', (typed, meant) => expect(sentences(typed, japanese)[0]).toBe(meant));

  it('can be chosen word by word, and left as they are', () => {
    const all = candidates('こうざをひらく', japanese, ['こうざをひらく', 'コウザヲヒラク']);
    expect(all[1]).toEqual({ text: 'こうざをひらく', takes: 7 });
    expect(all).toContainEqual({ text: '口座', takes: 3 });
    expect(all.map(({ text }) => text)).toContain('コウザヲヒラク');
  });
});

it('writes letters that no word explains as they are', () => {
  expect(sentences('nihaoüü', chinese)[0]).toBe('你好üü');
  expect(offered('', chinese)).toEqual([]);
});

it('offers what is typed while the words are still on their way', () => expect(offered('nihao', null)).toEqual(['nihao']));

it('offers nothing twice, and takes little time', () => {
  const typed = 'かいぎしつはどこですかおしえていただけますか';
  const before = performance.now();
  const all = offered(typed, japanese);
  expect(new Set(all).size).toBe(all.length);
  expect(performance.now() - before).toBeLessThan(2000); // of a slow machine under load; some 20 ms at rest
});
