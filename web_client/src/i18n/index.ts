// Languages of the page: chosen once, kept in the browser, changed at any time without a reload.
import { signal } from '@preact/signals';
import i18next from 'i18next';
import type { Localised } from '../net/api';
import { preferences } from '../preferences';
import { en, type Texts } from './en';
import type { staffPage } from './en/console';
import { ja } from './ja';
import { zh } from './zh';

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
/** A language has every key of the English texts: a missing one does not compile. */
export type Translation = Same<Texts>;
/** The texts of the staff's page, in a language. */
export type StaffPage = Same<typeof staffPage>;

export const LANGUAGES = { zh: '中文', ja: '日本語', en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;

/** Keys like `entry.name`; plural forms are asked for without their ending. */
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
type Singular<K extends string> = K extends `${infer Base}_one` ? Base : K extends `${string}_other` ? never : K;
export type Key = Singular<Leaves<Texts & typeof staffPage>>;

function isLanguage(text: string | undefined | null): text is Language {
  return text === 'zh' || text === 'ja' || text === 'en';
}

/** The language asked for before, else the first of the browser's that there is, else English. */
export function preferred(stored: string | null, browser: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  const known = browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  return known ?? 'en';
}

export const language = signal<Language>('en');

const texts = i18next.createInstance();
void texts.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  resources: { en: { translation: en }, zh: { translation: zh }, ja: { translation: ja } },
  interpolation: { escapeValue: false }, // what is shown goes through text nodes
});

/** The staff's page has texts of its own, which no visitor's page brings. */
export function learn(pages: Readonly<Record<Language, StaffPage>>): void {
  for (const [lng, page] of Object.entries(pages)) texts.addResourceBundle(lng, 'translation', page, true);
}

/** Speak `chosen` from now on. */
export function speak(chosen: Language): void {
  void texts.changeLanguage(chosen);
  language.value = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-Hans' : chosen;
}

export function chooseLanguage(chosen: Language): void {
  preferences.language.value = chosen;
  speak(chosen);
}

/** The text of `key`; a component that asks is drawn again when the language changes. */
export function t(key: Key, values?: Record<string, string | number>): string {
  return texts.t(key, { lng: language.value, ...values });
}

/** The text of `key` in a language of one's choice: signs speak three at once. */
export function said(key: Key, lng: Language): string {
  return texts.t(key, { lng });
}

/** The branch's own text in the language spoken, or in whichever there is. */
export function localised(text: Localised | undefined): string {
  if (!text) return '';
  return text[language.value] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
