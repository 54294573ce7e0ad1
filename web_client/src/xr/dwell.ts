// A gaze that rests on one place means it: pointing without any button. Who has pressed a button is not taken at their gaze.
import { Vector3 } from 'three';
import type { Source } from './sources';

const MEANT_S = 1.2;
const SHOWS_S = 0.25; // what one only looks past does not light up
const STILL_RAD = 0.04;

export class Dwell {
  /** 0 to 1, for who shows it. */
  progress = 0;
  private hasButton = false;
  private readonly anchor = new Vector3();
  private rested = 0;
  private spent = false;

  /** Once a frame with the place that the gaze meets; true in the frame in which it has rested there for long enough. */
  step({ ray, select }: Source, at: Vector3, usable: boolean, seconds: number): boolean {
    this.hasButton ||= select.began;
    const off = at.distanceTo(this.anchor) / Math.max(0.01, at.distanceTo(ray.origin));
    if (off > STILL_RAD) {
      this.anchor.copy(at);
      this.rested = 0;
      this.spent = false;
    }
    if (this.spent || this.hasButton || !usable) {
      this.progress = this.rested = 0;
      return false;
    }
    this.rested += seconds;
    this.progress = Math.min(1, Math.max(0, (this.rested - SHOWS_S) / (MEANT_S - SHOWS_S)));
    this.spent = this.rested >= MEANT_S;
    return this.spent;
  }
}
