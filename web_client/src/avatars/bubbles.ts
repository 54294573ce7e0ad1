// Speech bubbles over the names of those who speak: at most eight, painted when somebody speaks, one draw.
import { type InstancedMesh, type Quaternion, Vector3 } from 'three';
import type { Figure } from './figure';
import { FONT_FAMILY, LabelSheet } from './label_sheet';
import { bubbleLines, readingTime } from './words';

export const BUBBLES = 8;
const COLUMNS = 2;
const WIDTH = 512; // pixels of a cell
const HEIGHT = 176;
const LINES = 3;
const LINE_PX = 40;
const PADDING_X = 24;
const PADDING_Y = 14;
const TAIL_PX = 14;
const MARGIN_PX = 4; // a border is drawn within the cell
const FONT = `500 30px ${FONT_FAMILY}`;
const FADE_S = 0.25;
const POP = 0.12; // of its size, while it comes
const BEFORE_END_S = 0.5; // one has stopped speaking before the words go

export class Bubbles {
  private readonly sheet = new LabelSheet(COLUMNS, BUBBLES / COLUMNS, WIDTH, HEIGHT, 11);
  private readonly owners: (Figure | null)[] = Array.from({ length: BUBBLES }, () => null);
  private readonly texts: string[] = Array.from({ length: BUBBLES }, () => '');
  private readonly accents = new Uint8Array(BUBBLES);
  private readonly since = new Float64Array(BUBBLES);
  private readonly until = new Float64Array(BUBBLES);
  private readonly widths = new Float32Array(BUBBLES);
  private readonly heights = new Float32Array(BUBBLES);
  private readonly present = new Uint8Array(BUBBLES);
  private readonly place = new Vector3();
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');

  get mesh(): InstancedMesh {
    return this.sheet.mesh;
  }

  /** Somebody says something now; they speak while it is to be read. */
  say(figure: Figure, text: string, accent: boolean, time: number): void {
    const seconds = readingTime(text);
    figure.talkingUntil = time + seconds - BEFORE_END_S;
    const cell = this.cellFor(figure, time);
    if (cell < 0) return;
    if (this.owners[cell] !== figure || this.until[cell] <= time) this.since[cell] = time;
    this.owners[cell] = figure;
    this.until[cell] = time + seconds;
    this.texts[cell] = text;
    this.accents[cell] = accent ? 1 : 0;
    this.paint(cell);
    if (!document.fonts.check(FONT, text)) void document.fonts.load(FONT, text).then(() => this.paint(cell));
  }

  /** Pixels by which the plate grows upwards, 0 for who says nothing. */
  heightOf(figure: Figure): number {
    const cell = this.owners.indexOf(figure);
    return cell < 0 ? 0 : this.heights[cell];
  }

  widthOf(figure: Figure): number {
    const cell = this.owners.indexOf(figure);
    return cell < 0 ? 0 : this.widths[cell];
  }

  begin(time: number): void {
    this.present.fill(0);
    for (let cell = 0; cell < BUBBLES; cell++) if (this.until[cell] <= time) this.owners[cell] = null;
  }

  /** With its lower end at `foot`, the upper edge of the name. */
  put(figure: Figure, foot: Vector3, turn: Quaternion, pixel: number, share: number, time: number): void {
    const cell = this.owners.indexOf(figure);
    if (cell < 0) return;
    const come = Math.min(1, (time - this.since[cell]) / FADE_S);
    const go = Math.min(1, (this.until[cell] - time) / FADE_S);
    const size = this.calm.matches ? pixel : pixel * (1 - POP * (1 - come) * (1 - come));
    this.place.copy(foot);
    this.place.y += (HEIGHT / 2) * size; // what is written stands at the cell's lower edge
    this.sheet.put(cell, this.place, turn, size, share * come * go);
    this.present[cell] = 1;
  }

  done(): void {
    let any = false;
    for (let cell = 0; cell < BUBBLES; cell++) {
      if (this.present[cell]) any = true;
      else this.sheet.hide(cell);
    }
    this.sheet.done(any);
  }

  dispose(): void {
    this.sheet.dispose();
  }

  /** Their own, else a free one, else that of the farthest, if that is farther; -1 for none. */
  private cellFor(figure: Figure, time: number): number {
    const own = this.owners.indexOf(figure);
    if (own >= 0) return own;
    let farthest = -1;
    for (let cell = 0; cell < BUBBLES; cell++) {
      const owner = this.owners[cell];
      if (!owner || this.until[cell] <= time) return cell;
      if (farthest < 0 || owner.distance > this.owners[farthest]!.distance) farthest = cell;
    }
    return this.owners[farthest]!.distance > figure.distance ? farthest : -1;
  }

  private paint(cell: number): void {
    const { pen } = this.sheet;
    this.sheet.wipe(cell);
    pen.font = FONT;
    const measure = (text: string): number => pen.measureText(text).width;
    const lines = bubbleLines(measure, this.texts[cell], WIDTH - 2 * (PADDING_X + MARGIN_PX), LINES);
    const width = Math.max(...lines.map(measure), LINE_PX) + 2 * PADDING_X;
    const height = lines.length * LINE_PX + 2 * PADDING_Y;
    this.widths[cell] = width;
    this.heights[cell] = height + TAIL_PX;
    const middle = this.sheet.x(cell) + WIDTH / 2;
    const top = this.sheet.y(cell) + HEIGHT - TAIL_PX - height;
    drawBubble(pen, middle, top, width, height, this.accents[cell] === 1);
    pen.fillStyle = '#16262c';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    lines.forEach((line, i) => pen.fillText(line, middle, top + PADDING_Y + (i + 0.5) * LINE_PX + 1));
  }
}

function drawBubble(pen: CanvasRenderingContext2D, middle: number, top: number, width: number, height: number, accent: boolean): void {
  pen.beginPath();
  pen.roundRect(middle - width / 2, top, width, height, 24);
  pen.moveTo(middle - 11, top + height - 1);
  pen.lineTo(middle, top + height + TAIL_PX - 2);
  pen.lineTo(middle + 11, top + height - 1);
  pen.fillStyle = accent ? '#e6f4f5' : '#ffffff';
  if (accent) {
    pen.strokeStyle = '#0b6b75';
    pen.lineWidth = 6;
    pen.lineJoin = 'round';
    pen.stroke();
  }
  pen.fill();
}
