import { expect, it } from 'vitest';
import { en } from './en';
import * as enConsole from './en/console';
import * as jaConsole from './ja/console';
import * as zhConsole from './zh/console';
import { ja } from './ja';
import { zh } from './zh';
import { localised, preferred, speak, t } from '.';

function placeholders(texts: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${path}${key}`, [...value.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort().join()]]
        : Object.entries(placeholders(value as object, `${path}${key}.`)),
    ),
  );
}

it.each([
  ['zh', en, zh],
  ['ja', en, ja],
  ['zh of staff', enConsole.staffPage, zhConsole.staffPage],
  ['ja of staff', enConsole.staffPage, jaConsole.staffPage],
])('%s has every text, with the same values in it', (_, english, texts) => {
  const wanted = placeholders(english);
  const found = placeholders(texts);
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  // The singular may leave a number out; all else names what English names.
  for (const key of Object.keys(wanted).filter((key) => !key.endsWith('_one'))) expect([key, found[key]]).toEqual([key, wanted[key]]);
});

it('takes the language asked for, then the browser, then English', () => {
  expect(preferred('ja', ['zh-CN'])).toBe('ja');
  expect(preferred(null, ['fr-FR', 'zh-Hant-TW'])).toBe('zh');
  expect(preferred('xx', ['fr'])).toBe('en');
});

it('counts in each language', () => {
  globalThis.document = { documentElement: { lang: '' } } as Document;
  speak('en');
  expect([t('people.count', { count: 1 }), t('people.count', { count: 5 })]).toEqual(['1 person', '5 people']);
  speak('ja');
  expect(t('people.count', { count: 1 })).toBe('1人');
  expect(localised({ en: 'Lobby', ja: 'ロビー' })).toBe('ロビー');
  expect(localised({ en: 'Only English' })).toBe('Only English');
});
