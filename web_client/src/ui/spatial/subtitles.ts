// Which words stand in the captions, and for how long: time enough to read them, the newest last. Pure.

const SHOWN_MS = 4000;
const A_LETTER_MS = 90;
const WIDE = /[\u3000-\u9fff\uff00-\uffef]/g; // a Chinese or Japanese character is read as long as two letters or three
const WIDE_MS = 160;
const MOST = 3;

export interface Subtitle {
  readonly key: string;
  readonly name: string;
  readonly text: string;
}

/** Milliseconds in which this can be read without haste. */
export function readingTime(text: string): number {
  return SHOWN_MS + text.length * A_LETTER_MS + (text.match(WIDE)?.length ?? 0) * WIDE_MS;
}

export class Subtitles {
  private lines: { readonly line: Subtitle; readonly until: number }[] = [];

  add(line: Subtitle, now: number): void {
    const free = Math.max(now, ...this.lines.slice(-1).map(({ until }) => until - SHOWN_MS));
    this.lines = [...this.lines, { line, until: free + readingTime(line.text) }].slice(-MOST);
  }

  /** What is to be seen now. */
  at(now: number): readonly Subtitle[] {
    this.lines = this.lines.filter(({ until }) => until > now);
    return this.lines.map(({ line }) => line);
  }
}
