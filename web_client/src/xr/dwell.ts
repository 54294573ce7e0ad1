// A gaze that rests on one place means it: pointing without any button. Who has pressed a button is not taken at their gaze,
// nor is anybody at what comes under a gaze that rests already.
import { type Ray, Vector3 } from 'three';
import type { Picked } from '../interaction/picking';
import type { Source } from './sources';

const MEANT_S = 1.2;
const SHOWS_S = 0.25; // what one only looks past does not light up
const STILL_RAD = 0.04;
const IDLE_S = 0.3;
const THING_M = 4;
const FLOOR_M = 6;
const ON_FLOOR_M = 0.1;
const end = new Vector3();

/** A gaze goes over walls and far things all the time: only what is near can be meant, and of the floor the very place. */
export function canRestOn({ kind, distance, point }: Picked, ray: Ray): boolean {
  if (kind !== 'floor') return kind !== null && distance < THING_M;
  return distance < FLOOR_M && ray.at(distance, end).distanceTo(point) < ON_FLOOR_M;
}

export class Dwell {
  /** 0 to 1, for who shows it. */
  progress = 0;
  private hasButton = false;
  private readonly anchor = new Vector3();
  private rested = 0;
  private idle = 0;
  /** Until the gaze goes elsewhere nothing is meant by it. */
  private spent = true;
  private moved = true;

  /** One has been put elsewhere: what one looks at there by chance is not meant. */
  elsewhere(): void {
    this.moved = true;
  }

  /** Once a frame; `usable`: something is there that can be meant. True in the frame in which it is. */
  step({ ray, select }: Source, usable: boolean, seconds: number): boolean {
    this.hasButton ||= select.began;
    if (this.moved || ray.direction.angleTo(this.anchor) > STILL_RAD) this.begin(ray.direction);
    this.idle = usable ? 0 : this.idle + seconds;
    this.spent ||= this.idle > IDLE_S;
    if (this.spent || this.hasButton || !usable) {
      this.progress = this.rested = 0;
      return false;
    }
    this.rested += seconds;
    this.progress = Math.min(1, Math.max(0, (this.rested - SHOWS_S) / (MEANT_S - SHOWS_S)));
    this.spent = this.rested >= MEANT_S;
    return this.spent;
  }

  private begin(direction: Vector3): void {
    this.anchor.copy(direction);
    this.rested = this.idle = 0;
    this.spent = this.moved;
    this.moved = false;
  }
}
