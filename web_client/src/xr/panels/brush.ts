// A canvas pen that knows which font it holds: setting one anew is dear, and most words in a row have the same.
import type { Four } from './css';
import type { Rect } from './boxes';

export class Brush {
  private font = '';
  private spacing = '';
  private readonly fonts: string[] = [];
  private readonly ascents = new Map<string, number>();

  constructor(readonly pen: CanvasRenderingContext2D) {
    this.begin();
  }

  /** After the canvas was sized anew, which forgets everything. */
  begin(): void {
    this.fonts.length = 0;
    this.font = this.spacing = '';
    this.pen.lineJoin = 'miter';
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
    let found = this.ascents.get(this.font);
    if (found === undefined) {
      found = Math.round(this.pen.measureText('x').fontBoundingBoxAscent);
      this.ascents.set(this.font, found);
    }
    return found;
  }

  /** Fonts have come: what was measured before may be another's. */
  measureAnew(): void {
    this.ascents.clear();
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
