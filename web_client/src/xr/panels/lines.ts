// The lines into which the browser has broken a text, and where each stands; kept until the text or its place's size changes.
import type { Brush } from './brush';
import type { Lettering } from './looks';

const OFF_PX = 0.6; // so much may a line as the canvas sets it differ from the browser's

export interface Line {
  readonly text: string;
  /** In the text as a whole. */
  readonly start: number;
  readonly end: number;
  /** From the upper left of all its lines. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Where each character stands from `x`, if the browser sets them in its own way (between wide marks); else null. */
  readonly steps: readonly number[] | null;
}

interface Kept {
  readonly data: string;
  readonly width: number;
  readonly height: number;
  readonly font: string;
  readonly lines: readonly Line[];
}

/** The first place in `from..to` at which `beyond` holds; it then holds for all that follow. */
export function firstBeyond(from: number, to: number, beyond: (at: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (beyond(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export class Lines {
  private readonly kept = new WeakMap<Text, Kept>();
  private readonly range = document.createRange();

  /** The text's place on the page, all lines of it; nothing where there is none to see. */
  place(node: Text): DOMRect {
    this.range.selectNodeContents(node);
    return this.range.getBoundingClientRect();
  }

  /** `place` is what it is now. */
  of(node: Text, place: DOMRect, lettering: Lettering, brush: Brush): readonly Line[] {
    const { data } = node;
    const { width, height } = place;
    const before = this.kept.get(node);
    const same = before && before.data === data && before.font === lettering.font;
    if (same && Math.abs(before.width - width) < 0.01 && Math.abs(before.height - height) < 0.01) return before.lines;
    const lines = this.read(node, place, lettering, brush);
    this.kept.set(node, { data, width, height, font: lettering.font, lines });
    return lines;
  }

  private read(node: Text, place: DOMRect, lettering: Lettering, brush: Brush): Line[] {
    brush.letters(lettering.font, lettering.spacing);
    this.range.selectNodeContents(node);
    const rects = [...this.range.getClientRects()].filter(({ height }) => height > 0);
    const tops = [...new Set(rects.map(({ top }) => top))].sort((a, b) => a - b);
    const lines: Line[] = [];
    let start = 0;
    tops.forEach((top, i) => {
      const next = tops[i + 1];
      const end = next === undefined ? node.length : firstBeyond(start, node.length, (at) => this.topOf(node, at) > top + 1);
      lines.push(this.line(node, start, end, place, lettering, brush));
      start = end;
    });
    return lines;
  }

  private topOf(node: Text, at: number): number {
    this.range.setStart(node, at);
    this.range.setEnd(node, at + 1);
    const { top, height } = this.range.getBoundingClientRect();
    return height === 0 && at > 0 ? this.topOf(node, at - 1) : top; // half a character, or a blank that is not set
  }

  private line(node: Text, start: number, end: number, place: DOMRect, lettering: Lettering, brush: Brush): Line {
    this.range.setStart(node, start);
    this.range.setEnd(node, end);
    const rect = this.range.getBoundingClientRect();
    const text = shown(node.data.slice(start, end), lettering.keepsBlanks, rect.width, brush);
    const off = Math.abs(brush.width(text) - rect.width) > OFF_PX && !/\s$/.test(node.data.slice(start, end));
    const steps = off ? this.steps(node, start, text, rect.left) : null;
    return { text, start, end, x: rect.left - place.left, y: rect.top - place.top, width: rect.width, steps };
  }

  private steps(node: Text, start: number, text: string, left: number): number[] | null {
    if (node.data.slice(start, start + text.length) !== text) return null; // blanks were drawn together
    return [...text].map((_, i, all) => {
      const at = start + all.slice(0, i).join('').length;
      this.range.setStart(node, at);
      this.range.setEnd(node, at + all[i].length);
      return this.range.getBoundingClientRect().left - left;
    });
  }
}

/** The characters to be seen of a line: blanks are drawn together, and not at its edges, unless the style keeps them. */
function shown(raw: string, keepsBlanks: boolean, width: number, brush: Brush): string {
  if (keepsBlanks) return raw.replace(/\n|\u200b/g, '');
  const joined = raw.replace(/[ \t\n\r]+/g, ' ').trimEnd();
  if (!joined.startsWith(' ')) return joined;
  const bare = joined.trimStart();
  return Math.abs(brush.width(joined) - width) < Math.abs(brush.width(bare) - width) ? joined : bare;
}
