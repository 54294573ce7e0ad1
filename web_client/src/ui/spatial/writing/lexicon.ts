// A list of words by how they are read, for converting what is typed: made from a text of one line for each reading,
// `reading<TAB>word cost after before word …`, where what it costs and what it likes to stand after and before are one
// character each (scripts/words.py makes it). Pure.

/** As costs and kinds are written: all that ASCII can show, from 0. No word has any of it. */
const ZERO = '!'.charCodeAt(0);
const WORD = /([^!-~]+)([!-~])([!-~])([!-~])/g;
const PARTS = /'/g;

export interface Entry {
  readonly text: string;
  /** With its parts divided, where the script has parts: xi'an. */
  readonly reading: string;
  readonly cost: number;
  /** Its kind as what follows another word, and as what another word follows. */
  readonly after: number;
  readonly before: number;
}

export class Lexicon {
  /** Letters of the longest reading. */
  readonly longest: number;
  private readonly lines = new Map<string, string[]>();
  private readonly readings: string[];
  private readonly joints: readonly number[][];

  /** The first lines, which begin with #, tell of the origin; those that begin with = are what kinds cost beside each other. */
  constructor(text: string) {
    const joints: number[][] = [];
    for (const line of text.split('\n')) {
      if (line.startsWith('=')) joints.push([...line.slice(1)].map(valueOf));
      else if (line !== '' && !line.startsWith('#')) this.keep(line);
    }
    this.joints = joints;
    this.readings = [...this.lines.keys()].sort();
    this.longest = Math.max(0, ...this.readings.map(({ length }) => length));
  }

  /** All words that are read so, the likeliest first. */
  find(letters: string): readonly Entry[] {
    return (this.lines.get(letters) ?? []).flatMap(entriesOf).sort((a, b) => a.cost - b.cost);
  }

  /** The likeliest words whose reading goes on from these letters. */
  goingOn(letters: string, most: number): readonly Entry[] {
    const found: Entry[] = [];
    for (let at = this.first(letters); this.readings[at]?.startsWith(letters); at++)
      if (this.readings[at] !== letters) found.push(...this.find(this.readings[at]).slice(0, 2));
    return found.sort((a, b) => a.cost - b.cost).slice(0, most);
  }

  /** What it costs that a word of the one kind is followed by one of the other. */
  joint(before: number, after: number): number {
    return this.joints[before]?.[after] ?? 0;
  }

  private keep(line: string): void {
    const letters = line.slice(0, line.indexOf('\t')).replaceAll(PARTS, '');
    const others = this.lines.get(letters);
    if (others) others.push(line);
    else this.lines.set(letters, [line]);
  }

  /** Where the first reading stands that is not before these letters. */
  private first(letters: string): number {
    let low = 0;
    let high = this.readings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.readings[middle] < letters) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function valueOf(digit: string): number {
  return digit.charCodeAt(0) - ZERO;
}

function entriesOf(line: string): Entry[] {
  const [reading, words] = line.split('\t');
  return [...words.matchAll(WORD)].map(([, text, cost, after, before]) => ({
    text,
    reading,
    cost: valueOf(cost),
    after: valueOf(after),
    before: valueOf(before),
  }));
}
