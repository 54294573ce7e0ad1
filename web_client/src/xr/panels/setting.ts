// The words in a text field, which the browser keeps to itself: they are set in a box of the same style beside the page.
import type { Rect } from './boxes';
import type { Brush } from './brush';
import type { Line, Lines } from './lines';
import type { Lettering, Look } from './looks';

export type Field = HTMLInputElement | HTMLTextAreaElement;

/** Keeps a last empty line open. */
const END = '\u200b';

interface Setting {
  readonly text: string;
  readonly room: number;
  readonly font: string;
  readonly lines: readonly Line[];
  /** From the upper left of the field's inside. */
  readonly x: number;
  readonly y: number;
}

export interface Caret {
  readonly x: number;
  readonly y: number;
}

export class Settings {
  private readonly kept = new WeakMap<Field, Setting>();

  constructor(private readonly lines: Lines) {}

  /** `inner`: the field without border and padding. */
  of(field: Field, text: string, inner: Rect, look: Look, brush: Brush): Setting {
    const room = inner.right - inner.left;
    const { font } = look.lettering;
    const before = this.kept.get(field);
    if (before && before.text === text && before.room === room && before.font === font) return before;
    const made = { text, room, font, ...this.set(field, text, room, look, brush) };
    this.kept.set(field, made);
    return made;
  }

  private set(field: Field, text: string, room: number, { lettering }: Look, brush: Brush): Pick<Setting, 'lines' | 'x' | 'y'> {
    const box = document.createElement('div');
    box.ariaHidden = 'true';
    dress(box.style, lettering, field instanceof HTMLTextAreaElement ? room : null);
    const words = document.createTextNode(text + END);
    box.append(words);
    document.body.append(box);
    const { left, top } = box.getBoundingClientRect();
    const place = this.lines.place(words);
    const lines = this.lines.of(words, place, { ...lettering, keepsBlanks: true }, brush);
    box.remove();
    return { lines, x: place.left - left, y: place.top - top };
  }
}

function dress(style: CSSStyleDeclaration, { font, spacing, lineHeight }: Lettering, room: number | null): void {
  style.position = 'fixed';
  style.left = style.top = '-4000px';
  style.font = font;
  style.letterSpacing = spacing;
  style.lineHeight = `${lineHeight}px`;
  style.whiteSpace = room === null ? 'pre' : 'pre-wrap';
  style.overflowWrap = 'break-word';
  if (room !== null) style.width = `${room}px`;
}

/** Where the caret stands before the character `at`, from the upper left of the text. */
export function caretAt(lines: readonly Line[], at: number, width: (text: string) => number): Caret {
  const line = lines.findLast(({ start }) => start <= at) ?? lines[0];
  if (!line) return { x: 0, y: 0 };
  const count = at - line.start;
  return { x: line.x + (line.steps?.[count] ?? width(line.text.slice(0, count))), y: line.y };
}

/** Before which character a press at this place puts the caret. */
export function characterAt(lines: readonly Line[], x: number, y: number, lineHeight: number, width: (text: string) => number): number {
  const line = lines.findLast((one) => one.y <= y) ?? lines[0];
  if (!line) return 0;
  const inLine = y > line.y + lineHeight ? Infinity : x - line.x;
  let before = 0;
  for (let count = 1; count <= line.text.length; count++) {
    const after = width(line.text.slice(0, count));
    if (inLine < (before + after) / 2) return line.start + count - 1;
    before = after;
  }
  return line.start + line.text.length;
}
