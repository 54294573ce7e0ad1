// Where somebody carries an exhibit, as it was heard, and the way through that: shown as late as the hand that holds it.
import type { Held } from '../protocol/poses';
import { mixRange, slerp } from './slerp';

/** Where the parts of a place lie in its numbers. `away`: 0 at home, 1 at x y z, and between them on the way. */
export const At = { x: 0, y: 1, z: 2, turn: 3, scale: 7, away: 8, size: 9 } as const;

const KEPT = 16;
const SIZE = At.away;
const TICK_MS = 50;
const STILL_MS = 90; // a longer gap means that it was held still
const LEAP_M = 1; // further than this in one tick it was not carried: its holder is elsewhere at once

export class Carried {
  private readonly data = new Float32Array(KEPT * SIZE);
  private readonly times = new Float64Array(KEPT);
  private count = 0;

  forget(): void {
    this.count = 0;
  }

  /** Takes a record of the frame that was packed at `time`; one that is older than what is known is dropped. */
  push(time: number, held: Held): void {
    const gap = this.count > 0 ? time - this.times[(this.count - 1) % KEPT] : 0;
    if (this.count > 0 && gap <= 0) return;
    if (gap > STILL_MS) {
      const before = ((this.count - 1) % KEPT) * SIZE;
      this.data.copyWithin(this.add(time - TICK_MS), before, before + SIZE);
    }
    const to = this.add(time);
    this.data.set(held.position, to);
    this.data.set(held.rotation, to + At.turn);
    this.data[to + At.scale] = held.scale;
  }

  /** Writes the newest rotation that was heard into `out`, if there is one. */
  newest(out: Float64Array): void {
    if (this.count === 0) return;
    const from = ((this.count - 1) % KEPT) * SIZE + At.turn;
    for (let i = 0; i < 4; i++) out[i] = this.data[from + i];
  }

  /** Writes where it is at `time` into `out`, if that is known; before and after what was heard it is held still. */
  at(time: number, out: Float32Array): void {
    if (this.count === 0) return;
    const oldest = Math.max(0, this.count - KEPT);
    let after = this.count; // the first later than `time`
    while (after > oldest && this.times[(after - 1) % KEPT] > time) after--;
    if (after === this.count || after === oldest) this.copy(after === oldest ? oldest : after - 1, out);
    else this.between((after - 1) % KEPT, after % KEPT, time, out);
  }

  private add(time: number): number {
    const index = this.count++ % KEPT;
    this.times[index] = time;
    return index * SIZE;
  }

  private copy(sample: number, out: Float32Array): void {
    const from = (sample % KEPT) * SIZE;
    for (let i = 0; i < SIZE; i++) out[i] = this.data[from + i];
  }

  private between(before: number, after: number, time: number, out: Float32Array): void {
    const { data, times } = this;
    const from = before * SIZE;
    const to = after * SIZE;
    const way = Math.hypot(data[to] - data[from], data[to + 1] - data[from + 1], data[to + 2] - data[from + 2]);
    if (way > LEAP_M) return this.copy(before, out);
    const t = (time - times[before]) / (times[after] - times[before]);
    mixRange(data, from, to, 0, SIZE, t, out);
    slerp(data, from + At.turn, data, to + At.turn, t, out, At.turn);
  }
}
