// The numbered marks of an exhibit's hotspots, in the room: for rays and finger tips what buttons on the picture are for a
// mouse. One draw call.
import { type InstancedMesh, Quaternion, type Ray, Vector3 } from 'three';
import { FONT_FAMILY, LabelSheet } from '../avatars/label_sheet';
import type { Pointable } from './pointable';
import type { Source } from './sources';

const MOST = 12;
const CELL = 96; // pixels
const DISC = 40;
const RADIUS_A_M = 0.024; // for each metre from the eye
const RADIUS_MIN_M = 0.014;
const EASY = 1.35; // a ray meets somewhat more than one sees
const BEFORE_M = 0.02; // marks stand off from what they are on
const POINTED = 1.2;
const ORDER = 13;
const TEAL = '#0b6b75';

/** Where hotspots are, as the exhibit that is marked has them. */
export interface Marked {
  readonly marks: readonly { readonly id: string; readonly node: { readonly matrixWorld: { readonly elements: readonly number[] } }; readonly clear: boolean }[];
  /** The one that is open for everybody. */
  readonly open: string | null;
  use(id: string): void;
}

/** One mark: a disc that faces the eye. */
class Spot implements Pointable {
  readonly at = new Vector3();
  radius = 0;
  pointed = false;
  id = '';
  private readonly near = new Vector3();

  constructor(private readonly use: (id: string) => void) {}

  reach(ray: Ray, at: Vector3): number {
    if (ray.distanceToPoint(this.at) > this.radius * EASY) return Infinity;
    ray.closestPointToPoint(this.at, at);
    return at.distanceTo(ray.origin);
  }

  before(tip: Vector3): number {
    const distance = this.near.copy(tip).sub(this.at).length();
    return distance < this.radius * 4 ? distance - this.radius : Infinity;
  }

  over(): void {
    this.pointed = true;
  }

  out(): void {
    this.pointed = false;
  }

  press(): void {
    // What is let go of where it was pressed is meant.
  }

  drag(): void {
    // A mark stays where it is.
  }

  release(source: Source, _at: Vector3, inside: boolean): void {
    if (!inside) return;
    source.pulse(0.5, 16);
    this.use(this.id);
  }
}

export class Spots {
  /** Always the same array. */
  readonly pointables: Spot[] = [];
  private readonly sheet = new LabelSheet(4, Math.ceil((MOST * 2) / 4), CELL, CELL, ORDER, MOST);
  private readonly all: readonly Spot[];
  private readonly turn = new Quaternion();
  private readonly cells = new Int16Array(MOST).fill(-1);

  constructor(
    private readonly marked: Marked,
    private readonly rotation: Quaternion,
  ) {
    this.all = Array.from({ length: MOST }, () => new Spot((id) => marked.use(id)));
    for (let cell = 0; cell < MOST * 2; cell++) this.paint(cell);
  }

  get mesh(): InstancedMesh {
    return this.sheet.mesh;
  }

  /** Once a frame: marks that can be seen face the eye. */
  step(eye: Vector3): void {
    const { marks, open } = this.marked;
    this.turn.copy(this.rotation);
    this.pointables.length = 0;
    for (let i = 0; i < MOST; i++) {
      if (i >= marks.length || !marks[i].clear) this.sheet.hide(i);
      else this.show(i, marks[i], open, eye);
    }
    this.sheet.done(this.pointables.length > 0);
  }

  rest(): void {
    this.pointables.length = 0;
    this.sheet.done(false);
  }

  private show(i: number, { id, node }: Marked['marks'][number], open: string | null, eye: Vector3): void {
    const spot = this.all[i];
    const { elements } = node.matrixWorld;
    spot.id = id;
    spot.at.set(elements[12], elements[13], elements[14]);
    const distance = spot.at.distanceTo(eye);
    spot.at.lerp(eye, Math.min(0.5, BEFORE_M / distance));
    spot.radius = Math.max(RADIUS_MIN_M, RADIUS_A_M * distance);
    const cell = i + (id === open ? MOST : 0);
    if (this.cells[i] !== cell) this.sheet.take(i, (this.cells[i] = cell));
    this.sheet.put(i, spot.at, this.turn, (spot.radius * (spot.pointed ? POINTED : 1)) / DISC, 1);
    this.pointables.push(spot);
  }

  /** The upper half of the cells is for marks that are open. */
  private paint(cell: number): void {
    const { sheet, sheet: { pen } } = this;
    const open = cell >= MOST;
    const x = sheet.x(cell) + CELL / 2;
    const y = sheet.y(cell) + CELL / 2;
    pen.beginPath();
    pen.arc(x, y, DISC, 0, 2 * Math.PI);
    pen.fillStyle = open ? TEAL : '#ffffff';
    pen.fill();
    pen.lineWidth = 6;
    pen.strokeStyle = open ? '#ffffff' : TEAL;
    pen.stroke();
    pen.fillStyle = open ? '#ffffff' : TEAL;
    pen.font = `700 44px ${FONT_FAMILY}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(String((cell % MOST) + 1), x, y + 2);
  }
}
