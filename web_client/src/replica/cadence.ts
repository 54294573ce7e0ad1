// How often each member is told of: near ones at every frame, others seldom, in a crowd at uneven times (PROTOCOL.md I).
// Frames do not say it; it shows in the gaps between records of who moves, and by that what is shown waits for what comes.
import { grown } from './grown';

/** A gap that is longer than the usual one by this factor may mean something else: a stand, or another level. */
export const LONGER = 1.4;
/** One frame without somebody who moves is nothing unusual. */
export const UNEVEN_MS = 55;
const TICK_MS = 50;
const FAR_MS = 1000; // far members are told of once a second, or every two
const MIDDLE_MS = 200;
const LONGEST_MS = 2200; // everybody is repeated within two seconds (F-5): longer gaps mean a stand
const REMEMBERED = 4; // gaps: the longest of them counts
const SELDOM_MS = 175; // who is told of no more often than this may soon be told of more seldom still
const SPARE_MS = 250; // of theirs, so that they are seen to go on until then
// Who went further than this since the record before was not standing: they are told of seldom.
const REACH_M = 0.15;
const REACH_M_S = 2.4;

export class Cadence {
  /** From one frame to the next, ms (F-3). */
  spacing = TICK_MS;
  private gaps = new Float32Array(0); // `REMEMBERED` a slot
  private next = new Uint8Array(0); // which of them is the oldest
  private intervals = new Float32Array(0); // the longest of them
  private wasFar = new Uint8Array(0);
  private seldom = new Uint8Array(0); // the gap before the last was long, too
  private going = new Uint8Array(0); // they moved in the gap before

  makeRoom(capacity: number): void {
    this.gaps = grown(this.gaps, new Float32Array(capacity * REMEMBERED));
    this.next = grown(this.next, new Uint8Array(capacity));
    this.intervals = grown(this.intervals, new Float32Array(capacity));
    this.wasFar = grown(this.wasFar, new Uint8Array(capacity));
    this.seldom = grown(this.seldom, new Uint8Array(capacity));
    this.going = grown(this.going, new Uint8Array(capacity));
  }

  /** The first record of somebody. */
  start(slot: number, far: boolean): void {
    this.forgetGaps(slot, far ? FAR_MS : TICK_MS);
    this.wasFar[slot] = far ? 1 : 0;
    this.seldom[slot] = this.going[slot] = 0;
  }

  /** ms from one record of who moves to the next, at most. */
  interval(slot: number): number {
    return Math.max(this.spacing, this.intervals[slot]);
  }

  /** What is kept in hand beyond that, ms. */
  spare(slot: number): number {
    const interval = this.interval(slot);
    if (interval <= this.spacing + UNEVEN_MS) return 0;
    return interval < SELDOM_MS ? interval / 2 : SPARE_MS;
  }

  /** How much further back than one who is in every frame somebody has to be shown, ms. */
  lag(slot: number): number {
    const spare = this.spare(slot);
    return spare === 0 ? 0 : this.interval(slot) - this.spacing + spare;
  }

  /** Another record came `gap` ms after the one before, `way` metres from it; -1: unmoved. */
  heard(slot: number, gap: number, way: number, far: boolean): void {
    const came = this.wasFar[slot] === 1 && !far;
    this.wasFar[slot] = far ? 1 : 0;
    const least = far ? FAR_MS : this.spacing;
    if (far) this.intervals[slot] = Math.max(this.intervals[slot], FAR_MS);
    const going = this.going[slot] === 1; // else a gap may be the rest of a stand, however long
    this.going[slot] = way < 0 ? 0 : 1;
    if (way < 0) {
      if (came) this.forgetGaps(slot, MIDDLE_MS); // who stands can be shown as of any time
      return;
    }
    if (gap > LONGEST_MS) return;
    const usual = this.interval(slot);
    const long = gap > LONGER * usual;
    const sure = !long || this.seldom[slot] === 1 || (going && way > REACH_M + (REACH_M_S * usual) / 1000);
    this.seldom[slot] = long ? 1 : 0;
    if (sure) this.remember(slot, Math.max(gap, least));
  }

  private remember(slot: number, gap: number): void {
    const from = slot * REMEMBERED;
    this.gaps[from + this.next[slot]] = gap;
    this.next[slot] = (this.next[slot] + 1) % REMEMBERED;
    let most = 0;
    for (let i = from; i < from + REMEMBERED; i++) most = Math.max(most, this.gaps[i]);
    this.intervals[slot] = most;
  }

  private forgetGaps(slot: number, gap: number): void {
    this.gaps.fill(gap, slot * REMEMBERED, (slot + 1) * REMEMBERED);
    this.intervals[slot] = gap;
  }
}
