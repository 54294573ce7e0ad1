// What the browser draws by itself: words, caret and choice in a text field, a slider, a bar of progress.
import type { Rect } from './boxes';
import { Brush } from './brush';
import { cornersOf, innerCorners, inside } from './draw_box';
import { drawLine } from './draw_text';
import type { Line, Lines } from './lines';
import type { Lettering, Look } from './looks';
import { caretAt, characterAt, type Field, Settings } from './setting';

const CARET_PX = 2;
const CHOSEN = 0.3; // how much of the accent lies on words that are chosen
const TRACK_PX = 8;
export const THUMB_PX = 16;

const ROUND = [TRACK_PX / 2, TRACK_PX / 2, TRACK_PX / 2, TRACK_PX / 2] as const;

export const isText = (element: Element): element is Field =>
  element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !/^(range|radio|checkbox|button|submit)$/.test(element.type));

function withoutPadding(rect: Rect, look: Look): Rect {
  const { left, top, right, bottom } = inside(rect, look);
  const padding = look.padding;
  return { left: left + padding[3], top: top + padding[0], right: right - padding[1], bottom: bottom - padding[2] };
}

export class Fields {
  private readonly settings: Settings;
  /** Measures, and paints nothing. */
  private readonly brush = new Brush();

  constructor(lines: Lines) {
    this.settings = new Settings(lines);
  }

  draw(brush: Brush, field: Field, rect: Rect, look: Look): void {
    const inner = withoutPadding(rect, look);
    const { lettering } = look;
    const empty = field.value === '';
    const { lines, x, y } = this.settings.of(field, empty ? field.placeholder : field.value, inner, look, brush);
    const at = { ...inner, left: inner.left + x - field.scrollLeft, top: firstTop(field, inner, lettering) + y - field.scrollTop };
    brush.save();
    brush.clip(inside(rect, look), innerCorners(inside(rect, look), look));
    brush.letters(lettering.font, lettering.spacing);
    const focus = document.activeElement === field;
    if (focus) this.drawChosen(brush, field, lines, at, look);
    brush.pen.fillStyle = empty ? getComputedStyle(field, '::placeholder').color : lettering.colour;
    for (const line of lines) drawLine(brush, line, lettering, at);
    if (focus) drawCaret(brush, field, empty ? [] : lines, at, lettering);
    brush.restore();
  }

  /** Before which character of the field a place on the page lies. */
  character(field: Field, x: number, y: number, look: Look): number {
    if (field.value === '') return 0;
    const { brush } = this;
    const inner = withoutPadding(field.getBoundingClientRect(), look);
    const { lettering } = look;
    const { lines } = this.settings.of(field, field.value, inner, look, brush);
    brush.letters(lettering.font, lettering.spacing);
    const top = firstTop(field, inner, lettering) - field.scrollTop;
    const found = characterAt(lines, x - inner.left + field.scrollLeft, y - top, lettering.lineHeight, (text) => brush.width(text));
    return Math.min(field.value.length, found);
  }

  private drawChosen(brush: Brush, { selectionStart, selectionEnd }: Field, lines: readonly Line[], at: Rect, look: Look): void {
    const [from, to] = [selectionStart ?? 0, selectionEnd ?? 0];
    if (from === to) return;
    const { pen } = brush;
    brush.save();
    pen.globalAlpha *= CHOSEN;
    pen.fillStyle = look.value('--accent') || look.lettering.colour;
    for (const { text, start, end, x, y } of lines) {
      if (end <= from || start >= to) continue;
      const left = brush.width(text.slice(0, Math.max(0, from - start)));
      const right = brush.width(text.slice(0, Math.min(end, to) - start));
      pen.fillRect(at.left + x + left, at.top + y, right - left, look.lettering.size * 1.3);
    }
    brush.restore();
  }
}

/** A single line stands in the middle of its field. */
function firstTop(field: Field, { top, bottom }: Rect, { lineHeight }: Lettering): number {
  return field instanceof HTMLTextAreaElement ? top : (top + bottom - lineHeight) / 2;
}

/** It does not blink. */
function drawCaret(brush: Brush, { selectionEnd, selectionStart }: Field, lines: readonly Line[], at: Rect, lettering: Lettering): void {
  if (selectionStart !== selectionEnd) return;
  const { x, y } = caretAt(lines, selectionEnd ?? 0, (text) => brush.width(text));
  brush.pen.fillStyle = lettering.colour;
  brush.pen.fillRect(at.left + x - CARET_PX / 2, at.top + y, CARET_PX, lettering.size * 1.3);
}

/** 0 to 1. */
export function shareOf({ value, min, max }: HTMLInputElement): number {
  const from = Number(min || 0);
  const to = Number(max || 100);
  return to > from ? (Number(value) - from) / (to - from) : 0;
}

export function drawRange(brush: Brush, range: HTMLInputElement, { left, top, right, bottom }: Rect, look: Look): void {
  const y = (top + bottom) / 2;
  const x = left + THUMB_PX / 2 + shareOf(range) * (right - left - THUMB_PX);
  const track = { left, right, top: y - TRACK_PX / 2, bottom: y + TRACK_PX / 2 };
  const accent = range.disabled ? look.value('--edge') : look.value('accent-color');
  brush.fill(track, ROUND, look.value('--surface-sunk'));
  brush.ring(track, ROUND, look.value('--edge'), 0, -1);
  brush.fill({ ...track, right: x }, ROUND, accent);
  brush.pen.beginPath();
  brush.pen.arc(x, y, THUMB_PX / 2, 0, 2 * Math.PI);
  brush.pen.fillStyle = accent;
  brush.pen.fill();
}

/** Its colour is that of the part that is done. */
export function drawProgress(brush: Brush, bar: HTMLProgressElement, rect: Rect, look: Look): void {
  const done = Math.max(0, bar.position);
  if (done === 0) return;
  brush.save();
  brush.clip(rect, cornersOf(look, rect));
  brush.fill({ ...rect, right: rect.left + done * (rect.right - rect.left) }, cornersOf(look, rect), look.lettering.colour);
  brush.restore();
}
