// A canvas pen that knows which font it holds: setting one anew is dear, and most words in a row have the same.
import type { Four } from './css';
import type { Rect } from './boxes';

/** By font: from the upper edge of a line's letters to the line that they stand on. */
const ascents = new Map<string, number>();

/** Fonts have come: what was measured before may be another's. */
export function measureAnew(): void {
  ascents.clear();
}

export class Brush {
  readonly pen: CanvasRenderingContext2D;
  private font = '';
  private spacing = '';
  private readonly fonts: string[] = [];

  /** Canvas pixels. */
  constructor(width = 1, height = 1) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    this.pen = canvas.getContext('2d')!;
  }

  /** Its memory, without waiting for somebody to tidy up. */
  free(): void {
    this.pen.canvas.width = this.pen.canvas.height = 0;
  }

  /** Before anything is painted. */
  begin(language: string): void {
    this.fonts.length = 0;
    this.font = this.spacing = '';
    (this.pen as { lang?: string }).lang = language; // the same character has several forms
  }

  save(): void {
    this.fonts.push(this.font, this.spacing);
    this.pen.save();
  }

  restore(): void {
    this.spacing = this.fonts.pop()!;
    this.font = this.fonts.pop()!;
    this.pen.restore();
  }

  letters(font: string, spacing: string): void {
    if (font !== this.font) this.pen.font = this.font = font;
    if (spacing !== this.spacing) this.pen.letterSpacing = this.spacing = spacing;
  }

  /** From the upper edge of a line's letters to the line that they stand on, for the font held now. */
  get ascent(): number {
    let found = ascents.get(this.font);
    if (found === undefined) {
      found = Math.round(this.pen.measureText('x').fontBoundingBoxAscent);
      ascents.set(this.font, found);
    }
    return found;
  }

  width(text: string): number {
    return this.pen.measureText(text).width;
  }

  shape({ left, top, right, bottom }: Rect, corners: Four, grown = 0): void {
    const { pen } = this;
    const width = right - left + 2 * grown;
    const height = bottom - top + 2 * grown;
    if (width <= 0 || height <= 0) return;
    if (corners[0] + corners[1] + corners[2] + corners[3] === 0) pen.rect(left - grown, top - grown, width, height);
    else pen.roundRect(left - grown, top - grown, width, height, corners.map((corner) => (corner === 0 ? 0 : Math.max(0, corner + grown))));
  }

  fill(rect: Rect, corners: Four, colour: string | CanvasGradient, grown = 0): void {
    this.pen.beginPath();
    this.shape(rect, corners, grown);
    this.pen.fillStyle = colour;
    this.pen.fill();
  }

  /** What lies between two outlines, the inner one smaller by `inner` on each side. */
  ring(rect: Rect, corners: Four, colour: string, outer: number, inner: number): void {
    this.pen.beginPath();
    this.shape(rect, corners, outer);
    this.shape(rect, corners, inner);
    this.pen.fillStyle = colour;
    this.pen.fill('evenodd');
  }

  clip(rect: Rect, corners: Four): void {
    this.pen.beginPath();
    this.shape(rect, corners);
    this.pen.clip();
  }
}
