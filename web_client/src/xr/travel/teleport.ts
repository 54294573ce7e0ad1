// To be somewhere else at once: one aims with an arc, turns the arrow by the stick, and lets go.
import { type Ray, Vector3 } from 'three';
import type { Floor } from '../../interaction/floor';
import type { Picked } from '../../interaction/picking';
import type { Pointed } from '../../world_pointing';
import type { Source } from '../sources';
import { Arc } from './arc';
import { angleOf, isLet } from './sticks';
import { Target } from './target';

const AGAIN_S = 0.35; // the room takes three in a second (PROTOCOL.md P-7)

/** By what one aims: a stick held ahead, a button held, or a press on the floor itself. */
export type By = 'stick' | 'button' | 'floor';

/** A seat or a doorway, as one who goes there comes to be: on this floor, looking so. */
export interface Place {
  readonly at: Vector3;
  readonly yaw: number;
}

/** The room in which one goes about. */
export interface Ground {
  readonly floor: Floor | null;
  /** What a ray, or a stretch of an arc, ends at; the answer is used again. */
  along(ray: Ray): Picked | null;
  end(ray: Ray, length: number): Picked | null;
  placeOf(kind: 'seat' | 'portal', id: string): Place | null;
  /** Nobody stands there. */
  free(at: Vector3): boolean;
  leap(to: Vector3, yaw: number): void;
  use(pointed: Pointed): void;
  hovers(picked: Picked | null): void;
}

export class Teleport {
  readonly target = new Target();
  /** The hand that aims. */
  source: Source | null = null;
  /** Where one would stand and look; null where one cannot. */
  readonly to = { at: new Vector3(), yaw: 0 };
  can = false;
  private by: By = 'stick';
  /** How the arrow is turned: when the stick has been let go of, as it was. */
  private angle = 0;
  private readonly arc = new Arc();
  private kind: 'floor' | 'seat' | 'portal' = 'floor';
  private id = '';
  private named = '';
  private sinceLeap = Infinity;
  private last: Picked | null = null;

  constructor(private readonly ground: Ground) {}

  begin(source: Source, by: By): void {
    if (this.source) return;
    this.source = source;
    this.by = by;
    this.angle = 0;
    this.kind = 'floor';
    this.id = this.named = '';
  }

  /** Once a frame; `let`: the stick that aims has been let go of. `yaw`: where one looks now. */
  step(seconds: number, stickLet: boolean, yaw: number, eye: Vector3): void {
    this.sinceLeap += seconds;
    const { source } = this;
    if (!source) return;
    if (!source.aims || source.squeeze.began || source.menu.began) return this.cancel();
    this.aim(source, yaw);
    if (this.isOver(source, stickLet)) return this.go();
    this.target.show(this.arc, this.can ? this.to.at : null, this.to.yaw, eye);
  }

  cancel(): void {
    this.source = null;
    this.can = false;
    this.target.hide();
    this.name(null);
  }

  private isOver({ select, leap }: Source, stickLet: boolean): boolean {
    if (this.by === 'stick') return stickLet;
    return this.by === 'button' ? !leap.down : !select.down;
  }

  private go(): void {
    const { kind, id, can, to } = this;
    this.cancel();
    if (!can || this.sinceLeap < AGAIN_S) return;
    this.sinceLeap = 0;
    if (kind === 'floor') this.ground.leap(to.at, to.yaw);
    else this.ground.use({ kind, id });
  }

  private aim(source: Source, yaw: number): void {
    const picked = this.by === 'floor' ? this.ground.along(source.ray) : this.thrown(source.ray);
    const { stickX, stickY } = source;
    if (this.by !== 'stick' || !isLet(stickX, stickY)) this.angle = angleOf(stickX, stickY);
    this.can = picked !== null && this.meant(picked, yaw + this.angle);
    if (this.by === 'floor') this.arc.straight(source.ray, this.can ? this.to.at : source.ray.at(picked?.distance ?? 1, this.to.at));
    this.name(this.can && this.kind !== 'floor' ? picked : null);
  }

  private thrown(ray: Ray): Picked | null {
    return this.arc.cast(ray, this.meets) ? this.last : null;
  }

  private readonly meets = (ray: Ray, length: number): number => {
    this.last = this.ground.end(ray, length);
    return this.last?.distance ?? Infinity;
  };

  /** Whether one can go there; if so, `to` is where. */
  private meant({ kind, id, point }: Picked, yaw: number): boolean {
    if (kind === 'seat' || kind === 'portal') {
      const place = this.ground.placeOf(kind, id);
      if (!place) return false;
      this.kind = kind;
      this.id = id;
      this.to.at.copy(place.at);
      this.to.yaw = place.yaw;
      return true;
    }
    this.kind = 'floor';
    if (kind !== 'floor' || !this.ground.floor?.holds(point) || !this.ground.free(point)) return false;
    this.to.at.copy(point);
    this.to.yaw = yaw;
    return true;
  }

  private name(picked: Picked | null): void {
    const named = picked ? `${picked.kind} ${picked.id}` : '';
    if (named === this.named) return;
    this.named = named;
    this.ground.hovers(picked);
  }
}
