// Words as the browser has set them: line by line, underlined, or shortened where their place is too narrow.
import type { Rect } from './boxes';
import type { Brush } from './brush';
import { firstBeyond, type Line, type Lines } from './lines';
import type { Lettering, Look } from './looks';

const LINE_PX = 1; // the stroke below a link

/** As much of it as there is room for, with an ellipsis. */
export function shortened(text: string, room: number, width: (text: string) => number): string {
  const letters = [...text];
  const kept = firstBeyond(0, letters.length, (count) => width(`${letters.slice(0, count + 1).join('')}…`) > room);
  return `${letters.slice(0, kept).join('')}…`;
}

export function drawText(brush: Brush, lines: Lines, node: Text, look: Look, parent: Element): void {
  const place = lines.place(node);
  if (place.width === 0) return;
  const { lettering } = look;
  const { font, spacing, colour } = lettering;
  const set = lines.of(node, place, lettering, brush);
  brush.letters(font, spacing);
  brush.pen.fillStyle = colour;
  if (look.ellipsis && parent.scrollWidth > parent.clientWidth) {
    const room = roomIn(parent, look, place);
    brush.pen.fillText(shortened(set[0].text, room, (text) => brush.width(text)), place.left, place.top + brush.ascent);
    return;
  }
  for (const line of set) drawLine(brush, line, lettering, place);
}

function roomIn(parent: Element, look: Look, place: Rect): number {
  const { left } = parent.getBoundingClientRect();
  return left + parent.clientWidth - look.padding[1] - place.left;
}

export function drawLine(brush: Brush, { text, x, y, width, steps }: Line, lettering: Lettering, place: Rect): void {
  const { pen } = brush;
  const left = place.left + x;
  const base = place.top + y + brush.ascent;
  if (steps) [...text].forEach((letter, i) => pen.fillText(letter, left + steps[i], base));
  else pen.fillText(text, left, base);
  if (lettering.underline !== null) pen.fillRect(left, base + lettering.underline, width, LINE_PX);
}

/** Where the letters of an element's first words stand, for what is lined up with them; null without any. */
export function firstBase(brush: Brush, lines: Lines, element: Element, { lettering }: Look): number | null {
  for (const node of element.childNodes) {
    if (!(node instanceof Text)) continue;
    brush.letters(lettering.font, lettering.spacing);
    return lines.place(node).top + brush.ascent;
  }
  return null;
}
