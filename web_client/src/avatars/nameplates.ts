// Names over the nearest members, kept apart on the screen; what somebody says is shown above the name.
import { type Camera, Group, Matrix4, Quaternion, Vector3 } from 'three';
import { Field } from '../replica/tracks';
import { Bubbles } from './bubbles';
import type { Figure } from './figure';
import type { Reaction } from '../reactions';
import { LabelSheet, metresAPixel } from './label_sheet';
import { drawPlate, FONT, type PlateOwner } from './plate_drawing';
import { PlateLayout } from './plates_layout';
import { Signs } from './signs';

export const PLATES = 24;
const COLUMNS = 2;
const WIDTH = 384; // pixels of a plate
const HEIGHT = 64;
const FARTHEST_M = { all: 30, near: 9, none: 0 } as const;
const FADES_AT = 0.5; // of the farthest
const LARGE = 1.4;
const RESORT_S = 0.4;
const OVER_HEAD_M = 0.08;
const CLOSE_M = 0.55; // nearer than that a plate would be in one's face
const BEHIND_M = 0.2;
const SPEAKERS_NEARER = 0.5; // who speaks gets a plate before others who are as far away

/** What the person wants to see of names and words. */
export interface PlateChoice {
  readonly reach: keyof typeof FARTHEST_M;
  readonly large: boolean;
}

export class Nameplates {
  readonly group = new Group();
  readonly bubbles = new Bubbles();
  readonly signs = new Signs();
  private readonly sheet = new LabelSheet(COLUMNS, PLATES / COLUMNS, WIDTH, HEIGHT, 10);
  private readonly layout = new PlateLayout(PLATES);
  private readonly owners: (Figure | null)[] = Array.from({ length: PLATES }, () => null);
  private readonly texts: string[] = Array.from({ length: PLATES }, () => '');
  private readonly widths = new Float32Array(PLATES);
  private readonly sorted: Figure[] = [];
  private readonly view = new Matrix4();
  private readonly turn = new Quaternion();
  private readonly place = new Vector3();
  private sinceSort = RESORT_S;
  private farthest: number = FARTHEST_M.all;
  private scale = 1;

  constructor(private readonly ownerOf: (slot: number) => PlateOwner | null) {
    this.group.add(this.sheet.mesh, this.bubbles.mesh, this.signs.mesh);
  }

  choose({ reach, large }: PlateChoice): void {
    this.farthest = FARTHEST_M[reach];
    this.scale = large ? LARGE : 1;
    this.refresh();
  }

  /** A name has changed, or somebody has another figure: look again who is near. */
  refresh(): void {
    this.sinceSort = RESORT_S;
  }

  /** The plates' letters may have come late: draw all of them again. */
  redraw(): void {
    this.texts.fill('');
    this.refresh();
  }

  /** Somebody says this; `time` is the page's, in seconds. */
  say(figure: Figure, text: string, time: number): void {
    this.bubbles.say(figure, text, Boolean(this.ownerOf(figure.slot)?.badge), time);
    this.refresh();
  }

  /** Somebody shows a sign. */
  react(figure: Figure, reaction: Reaction, time: number): void {
    this.signs.show(figure, reaction, time);
  }

  /** Whether a name and words are to be seen over this member. */
  shown(figure: Figure): { readonly plate: boolean; readonly bubble: boolean; readonly sign: string } {
    const plate = this.owners.indexOf(figure);
    const seen = plate >= 0 && this.layout.share[plate] > 0.5 && figure.shown;
    return { plate: seen, bubble: seen && this.bubbles.heightOf(figure) > 0, sign: this.signs.of(figure) };
  }

  draw(figures: readonly Figure[], camera: Camera, time: number, seconds: number): void {
    this.sinceSort += seconds;
    if (this.sinceSort >= RESORT_S) this.assign(figures, time);
    this.turn.setFromRotationMatrix(camera.matrixWorld);
    this.view.copy(camera.matrixWorldInverse);
    for (let plate = 0; plate < PLATES; plate++) this.measure(plate);
    this.layout.solve(seconds);
    this.bubbles.begin(time);
    let any = false;
    for (let plate = 0; plate < PLATES; plate++) any = this.put(plate, time) || any;
    this.sheet.done(any);
    this.bubbles.done();
    this.signs.draw(this.ceilingOf, this.turn, time);
  }

  dispose(): void {
    this.sheet.dispose();
    this.bubbles.dispose();
    this.signs.dispose();
    this.group.removeFromParent();
  }

  /** Metres over a member's head up to which their name and words reach. */
  private readonly ceilingOf = (figure: Figure): number => {
    const plate = this.owners.indexOf(figure);
    if (plate < 0 || this.layout.share[plate] === 0) return OVER_HEAD_M;
    const pixel = metresAPixel(figure.distance) * this.scale;
    return OVER_HEAD_M + (HEIGHT * 1.1 + this.bubbles.heightOf(figure)) * pixel + this.layout.lift[plate] * this.layout.distance[plate];
  };

  /** The middle of the plate in the room, before it moves out of another's way. */
  private home(figure: Figure, pixel: number): Vector3 {
    const { pose } = figure;
    return this.place.set(pose[Field.x], figure.top + OVER_HEAD_M + HEIGHT * 0.6 * pixel, pose[Field.z]);
  }

  /** Where the plate is to the eye, for the layout. */
  private measure(plate: number): void {
    const { layout } = this;
    const figure = this.owners[plate];
    layout.used[plate] = 0;
    if (!figure?.shown) return;
    const pixel = metresAPixel(figure.distance) * this.scale;
    const { x, y, z } = this.home(figure, pixel).applyMatrix4(this.view);
    if (-z < BEHIND_M) return;
    layout.used[plate] = 1;
    layout.x[plate] = x / -z;
    layout.y[plate] = y / -z;
    layout.half[plate] = (Math.max(this.widths[plate], this.bubbles.widthOf(figure)) / 2 * pixel) / -z;
    layout.down[plate] = (HEIGHT / 2 * pixel) / -z;
    layout.up[plate] = ((HEIGHT / 2 + this.bubbles.heightOf(figure)) * pixel) / -z;
    layout.distance[plate] = -z;
  }

  private put(plate: number, time: number): boolean {
    const { layout } = this;
    const figure = this.owners[plate];
    if (!figure?.shown || !layout.used[plate] || layout.share[plate] === 0) {
      this.sheet.hide(plate);
      return false;
    }
    const pixel = metresAPixel(figure.distance) * this.scale;
    const share = layout.share[plate] * fading(figure.distance, this.farthest) * figure.presence;
    this.home(figure, pixel).y += layout.lift[plate] * layout.distance[plate];
    this.sheet.put(plate, this.place, this.turn, pixel, share);
    this.place.y += (HEIGHT / 2) * pixel;
    this.bubbles.put(figure, this.place, this.turn, pixel, share, time);
    return true;
  }

  /** The nearest get a plate; who had one keeps it, so that little is drawn anew. */
  private assign(figures: readonly Figure[], time: number): void {
    this.sinceSort = 0;
    this.sorted.length = 0;
    for (const figure of figures)
      if (figure.shown && figure.distance < this.farthest) this.sorted.push(figure);
    this.sorted.sort((a, b) => rank(a, time) - rank(b, time));
    if (this.sorted.length > PLATES) this.sorted.length = PLATES;
    for (let plate = 0; plate < PLATES; plate++) {
      const owner = this.owners[plate];
      if (owner && !this.sorted.includes(owner)) this.owners[plate] = null;
    }
    for (const figure of this.sorted) {
      if (this.owners.includes(figure)) continue;
      const plate = this.owners.indexOf(null);
      this.owners[plate] = figure;
      this.layout.begin(plate);
    }
    for (let plate = 0; plate < PLATES; plate++) this.letter(plate);
  }

  private letter(plate: number): void {
    const figure = this.owners[plate];
    const owner = figure && this.ownerOf(figure.slot);
    if (!owner) return;
    const text = `${owner.name}|${owner.badge}|${owner.away}|${owner.speaks}`;
    if (text === this.texts[plate]) return;
    this.texts[plate] = text;
    this.paint(plate, owner);
    // The font has a file for each range of letters; a missing one is fetched, then the plate drawn again.
    const letters = owner.name + (owner.badge ?? '');
    if (!document.fonts.check(FONT, letters)) void document.fonts.load(FONT, letters).then(() => this.redraw());
  }

  private paint(plate: number, owner: PlateOwner): void {
    const { sheet } = this;
    sheet.wipe(plate);
    this.widths[plate] = drawPlate(sheet.pen, sheet.x(plate), sheet.y(plate), sheet.width, sheet.height, owner);
  }
}

const rank = (figure: Figure, time: number): number =>
  figure.distance * (figure.talkingUntil > time ? SPEAKERS_NEARER : 1);

/** Far ones go into the haze, and so do those that would stand before one's eyes. */
function fading(distance: number, farthest: number): number {
  const far = (farthest - distance) / (farthest * (1 - FADES_AT));
  const near = (distance - CLOSE_M) / CLOSE_M;
  return Math.min(1, Math.max(0, far), Math.max(0, near));
}
