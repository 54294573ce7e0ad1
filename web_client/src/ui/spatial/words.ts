// The lists of words for kana and pinyin, brought when such a keyboard opens.
import type { Composing } from './writing/composing';
import type { Script } from './writing/layouts';
import { Lexicon } from './writing/lexicon';

const LISTS: Partial<Record<Script, () => Promise<{ default: string }>>> = {
  kana: () => import('./words/ja.txt?raw'),
  pinyin: () => import('./words/zh.txt?raw'),
};

/** Without a list (the line may be broken) letters are written as they stand; the next opening asks again. */
export function bringWords(script: Script, { lexicons }: Composing): void {
  const bring = LISTS[script];
  if (!bring || lexicons.value[script]) return;
  bring().then(
    ({ default: text }) => (lexicons.value = { ...lexicons.value, [script]: new Lexicon(text) }),
    () => undefined,
  );
}
