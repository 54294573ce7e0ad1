// Where every member is shown: what was heard of them (samples.ts) becomes a motion without steps (motion.ts).
import type { Pose } from '../protocol/poses';
import { Motion } from './motion';
import { Samples } from './samples';

export { Field } from './fields';

export class Tracks {
  private readonly samples = new Samples();
  private readonly motion = new Motion(this.samples);

  /** Forget everything; `floor` is the lowest height of the room (P-8). */
  reset(floor: number): void {
    this.samples.reset(floor);
    this.motion.reset();
  }

  forget(slot: number): void {
    this.samples.forget(slot);
    this.motion.forget(slot);
  }

  has(slot: number): boolean {
    return this.samples.has(slot);
  }

  /**
   * A frame came that was packed at `time` (ms), whoever is in it: whom it does not name may be standing. `spacing`: how
   * long after the one before it was due.
   */
  heard(time: number, spacing = 50): void {
    this.samples.cadence.spacing = spacing;
    this.motion.heard(time);
  }

  /** A record of that frame; `far` for the seldom and short ones. Late ones are dropped: a newer one is known. */
  push(time: number, pose: Pose, far = false): void {
    if (this.samples.makeRoom(pose.slot)) this.motion.makeRoom(this.samples.capacity);
    if (this.samples.push(time, pose, far)) this.motion.learned(pose.slot);
  }

  /** Moves `slot` on to `time` and writes it into `out`; false when nothing is known of it. To be asked in the order of time. */
  at(slot: number, time: number, out: Float32Array): boolean {
    if (!this.samples.has(slot)) return false;
    this.motion.at(slot, time, out);
    return true;
  }
}
