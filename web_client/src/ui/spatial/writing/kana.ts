// Kana by keys: small ones, voiced ones, and the other script. Pure.

/** Each goes on to the next; the last to the first. */
const ROUNDS = [
  'あぁ', 'いぃ', 'うぅゔ', 'えぇ', 'おぉ', 'かが', 'きぎ', 'くぐ', 'けげ', 'こご', 'さざ', 'しじ', 'すず', 'せぜ', 'そぞ', 'ただ', 'ちぢ', 'つっづ', 'てで', 'とど',
  'はばぱ', 'ひびぴ', 'ふぶぷ', 'へべぺ', 'ほぼぽ', 'やゃ', 'ゆゅ', 'よょ', 'わゎ',
];
const NEXT = new Map(ROUNDS.flatMap((round) => [...round].map((kana, i) => [kana, round[(i + 1) % round.length]] as const)));
const TO_KATAKANA = 0x60;

/** The last letter as the mark key changes it: small, voiced, and back. */
export function marked(kana: string): string {
  const last = kana.at(-1);
  return last === undefined ? kana : kana.slice(0, -1) + (NEXT.get(last) ?? last);
}

export function katakana(hiragana: string): string {
  return hiragana.replaceAll(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + TO_KATAKANA));
}
