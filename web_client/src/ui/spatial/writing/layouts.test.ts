// The keys: all that a language needs, few enough in a row.
import { expect, it } from 'vitest';
import { LAYOUTS, NEAR, SCRIPTS, scriptFor } from './layouts';

const keysOf = (script: (typeof SCRIPTS)[number]): string[] => [...LAYOUTS[script].letters, ...LAYOUTS[script].more].flat().filter((key) => key !== '');

it('has every letter, digit and kana once', () => {
  expect(keysOf('latin')).toEqual(expect.arrayContaining([...'abcdefghijklmnopqrstuvwxyz0123456789']));
  const kana = [...'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんー'];
  expect(LAYOUTS.kana.letters.flat().filter((key) => key !== '').sort()).toEqual(kana.sort());
});

it.each(SCRIPTS)('fits ten keys in a row, and names none twice on a page: %s', (script) => {
  for (const page of Object.values(LAYOUTS[script])) {
    for (const row of page) expect(row.length).toBeLessThanOrEqual(10);
    const keys = page.flat().filter((key) => key !== '');
    expect(new Set(keys).size).toBe(keys.length);
  }
  expect(NEAR[script]).toContain(script === 'latin' ? '.' : '。');
});

it('begins with the script of the language', () => expect((['zh', 'ja', 'en'] as const).map(scriptFor)).toEqual(['pinyin', 'kana', 'latin']));
