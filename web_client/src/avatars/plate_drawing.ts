// One nameplate, drawn: the name, for staff their mark and what they are there for, for who is heard three bars.
import { FONT_FAMILY } from './label_sheet';

export const FONT = `600 30px ${FONT_FAMILY}`;
const ROLE_FONT = `500 22px ${FONT_FAMILY}`;
const EDGE = 20; // pixels before and after the words
const MARK = 34; // what a mark takes
const ROLE_GAP = 12;
const ROLE_MOST = 150; // the name counts for more
const ACCENT = '#0b6b75';

export interface PlateOwner {
  readonly name: string;
  /** Of staff, as the server says, what they are there for, in words; null of all others. */
  readonly badge: string | null;
  readonly away: boolean;
  /** They are heard right now. */
  readonly speaks: boolean;
}

type Pen = CanvasRenderingContext2D;

/** In the middle of a cell whose corner is at (x, y); answers how wide the plate is. */
export function drawPlate(pen: Pen, x: number, y: number, cell: number, high: number, { name, badge, away, speaks }: PlateOwner): number {
  const mark = badge === null ? 0 : MARK;
  const waves = speaks ? MARK : 0;
  const role = badge === null ? 0 : roleWidth(pen, badge);
  pen.font = FONT;
  const room = cell - 2 * EDGE - 8 - mark - waves - role;
  const named = Math.min(room, pen.measureText(name).width);
  const width = mark + named + role + waves;
  const left = x + (cell - width) / 2;
  const middle = y + high / 2;
  const ink = badge === null ? '#16262c' : '#ffffff';
  pen.globalAlpha = away ? 0.6 : 1;
  drawGround(pen, left, middle, width, badge === null ? 'rgba(255,255,255,0.94)' : ACCENT);
  if (badge !== null) drawMark(pen, left + 8, middle);
  if (speaks) drawWaves(pen, left + width - 20, middle, badge === null ? ACCENT : ink);
  pen.fillStyle = ink;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(name, left + mark, middle + 1, room);
  pen.font = ROLE_FONT;
  if (badge !== null) pen.fillText(badge, left + mark + named + ROLE_GAP, middle + 2, role - ROLE_GAP);
  pen.globalAlpha = 1;
  return width + 2 * EDGE;
}

/** What the words beside the name take, and the gap before them. */
function roleWidth(pen: Pen, badge: string): number {
  pen.font = ROLE_FONT;
  return ROLE_GAP + Math.min(ROLE_MOST, pen.measureText(badge).width);
}

function drawGround(pen: Pen, left: number, middle: number, width: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(left - EDGE, middle - 26, width + 2 * EDGE, 52, 26);
  pen.fill();
}

/** The mark of who is heard: three bars, as sound is drawn. */
function drawWaves(pen: Pen, x: number, y: number, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 5;
  pen.lineCap = 'round';
  pen.beginPath();
  for (const [at, half] of [[0, 6], [10, 13], [20, 8]]) {
    pen.moveTo(x + at, y - half);
    pen.lineTo(x + at, y + half);
  }
  pen.stroke();
}

/** The mark of staff: a white disc with a tick. */
function drawMark(pen: Pen, x: number, y: number): void {
  pen.fillStyle = '#ffffff';
  pen.beginPath();
  pen.arc(x, y, 13, 0, 2 * Math.PI);
  pen.fill();
  pen.strokeStyle = ACCENT;
  pen.lineWidth = 3.5;
  pen.lineCap = pen.lineJoin = 'round';
  pen.beginPath();
  pen.moveTo(x - 6, y);
  pen.lineTo(x - 1.5, y + 5);
  pen.lineTo(x + 6.5, y - 5);
  pen.stroke();
}
