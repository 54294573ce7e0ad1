// Which keys the keyboard has: rows of letters, and what each script does with them.

export const SCRIPTS = ['latin', 'kana', 'pinyin'] as const;
export type Script = (typeof SCRIPTS)[number];

const row = (keys: string): readonly string[] => [...keys].map((key) => (key === '　' ? '' : key));

const DIGITS = row('1234567890');
const LETTERS = [DIGITS, row('qwertyuiop'), row('asdfghjkl'), row('zxcvbnm')];
const MORE_LATIN = [DIGITS, row("@#&-+()/*%"), row(".,?!:;'\"_="), row('€£¥$«»…–~·')];
/** A column for each row of the syllabary, from the left; an empty key is none. */
const KANA = [row('あかさたなはまやらわ'), row('いきしちにひみ　りー'), row('うくすつぬふむゆるを'), row('えけせてねへめ　れ　'), row('おこそとのほもよろん')];
const MORE_KANA = [DIGITS, row('、。？！「」・…（）'), row('＠＃＆－＋／＊％￥：'), row('～＝＿〇々〜※→←♪')];
const MORE_PINYIN = [DIGITS, row('，。？！、：；…—～'), row('“”‘’（）《》【】'), row('@#&+-*/%￥=')];

export const LAYOUTS: Readonly<Record<Script, { readonly letters: readonly (readonly string[])[]; readonly more: readonly (readonly string[])[] }>> = {
  latin: { letters: LETTERS, more: MORE_LATIN },
  kana: { letters: KANA, more: MORE_KANA },
  pinyin: { letters: LETTERS, more: MORE_PINYIN },
};

/** Punctuation that is always at hand beside the space. */
export const NEAR: Readonly<Record<Script, readonly string[]>> = {
  latin: [',', '.', '?'],
  kana: ['、', '。', '？'],
  pinyin: ['，', '。', '？'],
};

export function scriptFor(language: 'zh' | 'ja' | 'en'): Script {
  return language === 'zh' ? 'pinyin' : language === 'ja' ? 'kana' : 'latin';
}
