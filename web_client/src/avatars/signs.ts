// Signs over the heads of those who show a reaction: a few seconds, rising a little, all in one draw call.
import { type InstancedMesh, type Quaternion, Vector3 } from 'three';
import { Field } from '../replica/fields';
import { type Reaction, SIGNS } from '../reactions';
import type { Figure } from './figure';
import { LabelSheet, metresAPixel } from './label_sheet';

const MOST = 40;
const COLUMNS = 4;
const CELL = 128; // pixels of a sign as it is painted
const SIZE = 0.8; // of a pixel of a nameplate
const SHOWN_S = 2.5;
const COMES_S = 0.2;
const GOES_S = 0.4;
const RISES = 0.35; // of its own height, while it is shown
const FARTHEST_M = 40;
const INKS: Readonly<Record<string, string>> = { heart: '#b3312c', smile: '#8a5a00', celebrate: '#6a3fa0' };
const INK = '#0b6b75';

export class Signs {
  private readonly sheet = new LabelSheet(COLUMNS, Math.ceil(SIGNS.length / COLUMNS), CELL, CELL, 12, MOST);
  private readonly owners: (Figure | null)[] = Array.from({ length: MOST }, () => null);
  private readonly names: string[] = Array.from({ length: MOST }, () => '');
  private readonly since = new Float64Array(MOST);
  private readonly place = new Vector3();
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');

  constructor() {
    SIGNS.forEach((sign, cell) => this.paint(sign, cell));
  }

  get mesh(): InstancedMesh {
    return this.sheet.mesh;
  }

  /** The sign that is over this member, '' for none. */
  of(figure: Figure): string {
    const label = this.owners.indexOf(figure);
    return label < 0 ? '' : this.names[label];
  }

  /** One at a time: a new one takes the place of the one before. With too many at once, the oldest go. */
  show(figure: Figure, reaction: Reaction, time: number): void {
    const cell = SIGNS.indexOf(reaction);
    if (cell < 0) return;
    const own = this.owners.indexOf(figure);
    const label = own >= 0 ? own : this.freeOne();
    this.owners[label] = figure;
    this.names[label] = reaction.name;
    this.since[label] = time;
    this.sheet.take(label, cell);
  }

  /** `ceiling` answers how far over a member's head the name and words reach. */
  draw(ceiling: (figure: Figure) => number, turn: Quaternion, time: number): void {
    let any = false;
    for (let label = 0; label < MOST; label++) any = this.put(label, ceiling, turn, time) || any;
    this.sheet.done(any);
  }

  dispose(): void {
    this.sheet.dispose();
  }

  private put(label: number, ceiling: (figure: Figure) => number, turn: Quaternion, time: number): boolean {
    const figure = this.owners[label];
    const age = time - this.since[label];
    if (figure && age >= SHOWN_S) this.owners[label] = null;
    if (!figure?.shown || age >= SHOWN_S || figure.distance > FARTHEST_M) {
      this.sheet.hide(label);
      return false;
    }
    const come = Math.min(1, age / COMES_S);
    const pixel = metresAPixel(figure.distance) * SIZE * (this.calm.matches ? 1 : 0.7 + 0.3 * come);
    const rise = this.calm.matches ? 0.5 : 0.5 + (RISES * age) / SHOWN_S;
    this.place.set(figure.pose[Field.x], figure.top + ceiling(figure) + CELL * pixel * rise, figure.pose[Field.z]);
    this.sheet.put(label, this.place, turn, pixel, Math.min(come, (SHOWN_S - age) / GOES_S, 1));
    return true;
  }

  private freeOne(): number {
    const free = this.owners.indexOf(null);
    if (free >= 0) return free;
    let oldest = 0;
    for (let label = 1; label < MOST; label++) if (this.since[label] < this.since[oldest]) oldest = label;
    return oldest;
  }

  private paint({ name, path }: Reaction, cell: number): void {
    const { pen } = this.sheet;
    this.sheet.wipe(cell);
    const ink = INKS[name] ?? INK;
    pen.save();
    pen.translate(this.sheet.x(cell) + CELL / 2, this.sheet.y(cell) + CELL / 2);
    pen.beginPath();
    pen.arc(0, 0, CELL / 2 - 6, 0, 2 * Math.PI);
    pen.fillStyle = 'rgba(255,255,255,0.96)';
    pen.fill();
    pen.scale(CELL / 38, CELL / 38);
    pen.translate(-12, -12);
    pen.strokeStyle = ink;
    pen.lineWidth = 1.9;
    pen.lineCap = pen.lineJoin = 'round';
    const drawing = new Path2D(path);
    if (name === 'heart') {
      pen.fillStyle = ink;
      pen.fill(drawing);
    }
    pen.stroke(drawing);
    pen.restore();
  }
}
