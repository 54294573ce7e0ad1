// The last poses of every slot as they were heard, and the bare path through them: typed arrays, nothing made per frame.
import { EYE_HEIGHT_M } from '../protocol/generated';
import { floorUnder, type Hand, type Pose } from '../protocol/poses';
import { Field, HAND_FIELDS } from './fields';
import { angleBetween, mixRange, slerp, uprightTurn } from './slerp';

const KEPT = 32; // samples a slot: 1.6 s of the near level, for who was told of seldom just before
const SIZE = Field.speed; // what comes after is found, not heard
const NEAR_MS = 50;
const FAR_MS = 200;
const SELDOM_MS = 1300; // far members may be told once a second
const STILL_MS = 260; // a longer gap may mean that the member stood: far members are told every 200 ms
const SLOWEST_M_S = 1.5; // who went further in a gap than at this pace did not stand in it for so long
const SLOWEST_RAD_S = 3;
const EASE_MS = 100; // nothing newer: the way goes on for as long as this at full speed, coming to a stand
const SILENT_MS = 100; // and a tick: so long the line spoke, but not of this member
const SAME_SEAT_M = 0.3;
const MOVED_M = 0.05;

const FASTEST_M_S = 5; // nobody runs faster: what is more was held back by the member's own line, and came all at once

/** How the path was found; `leap`: known, but quicker than anybody is. */
export const Path = { known: 0, ahead: 1, stood: 2, leap: 3 } as const;
export type Path = (typeof Path)[keyof typeof Path];

/** What is asked: the time to show, and that of the newest frame, whoever was in it; ms. */
export type When = Float64Array;
export const When = { time: 0, heard: 1, size: 2 } as const;

export class Samples {
  capacity = 0;
  /** m/s of the path where it was asked last. */
  slopeX = 0;
  slopeZ = 0;
  /** The time of the newest sample before the last push. */
  known = -Infinity;
  private data = new Float32Array(0);
  private times = new Float64Array(0);
  private counts = new Uint32Array(0); // samples ever taken; 0 = nothing known
  private intervals = new Float32Array(0); // ms between two records of who moves
  private seldom = new Uint8Array(0); // the gap before the last was long, too
  private floor = 0;

  /** Forget everything; `floor` is the lowest height of the room (P-8). */
  reset(floor: number): void {
    this.counts.fill(0);
    this.floor = floor;
  }

  forget(slot: number): void {
    if (slot < this.capacity) this.counts[slot] = 0;
  }

  has(slot: number): boolean {
    return slot < this.capacity && this.counts[slot] > 0;
  }

  private newest(slot: number): number {
    return this.has(slot) ? this.times[this.index(slot, this.counts[slot] - 1)] : -Infinity;
  }

  /** How much further back than a near member one must be shown so that there is nearly always a later sample, ms. */
  lag(slot: number): number {
    return this.intervals[slot] - NEAR_MS;
  }

  /** Takes a record; false for one that is older than what is known. */
  push(time: number, pose: Pose, far: boolean): boolean {
    const { slot } = pose;
    this.known = this.newest(slot);
    if (time <= this.known) return false;
    const before = this.has(slot) ? this.index(slot, this.counts[slot] - 1) * SIZE : -1;
    if (before < 0) {
      this.intervals[slot] = far ? FAR_MS : NEAR_MS;
      this.seldom[slot] = 0;
    } else this.bridge(slot, time, pose, before, far);
    this.write(this.add(slot, time), pose, far, before);
    return true;
  }

  /** The path of `slot` at `when.time`, into `out`. Fractions are handed on in arrays: as arguments they can be allocations. */
  path(slot: number, when: When, out: Float32Array): Path {
    const time = when[When.time];
    const count = this.counts[slot];
    const oldest = Math.max(0, count - KEPT);
    let after = count; // first sample later than `time`
    while (after > oldest && this.times[this.index(slot, after - 1)] > time) after--;
    this.slopeX = this.slopeZ = 0;
    if (after === count) return this.beyond(slot, count, when, out);
    if (after === oldest) this.copy(this.index(slot, oldest), out);
    else this.between(this.index(slot, after - 1), this.index(slot, after), when, out);
    return this.slopeX * this.slopeX + this.slopeZ * this.slopeZ > FASTEST_M_S * FASTEST_M_S ? Path.leap : Path.known;
  }

  makeRoom(slot: number): boolean {
    if (slot < this.capacity) return false;
    const capacity = Math.max(64, 2 ** Math.ceil(Math.log2(slot + 1)));
    this.data = grown(this.data, new Float32Array(capacity * KEPT * SIZE));
    this.times = grown(this.times, new Float64Array(capacity * KEPT));
    this.counts = grown(this.counts, new Uint32Array(capacity));
    this.intervals = grown(this.intervals, new Float32Array(capacity));
    this.seldom = grown(this.seldom, new Uint8Array(capacity));
    this.capacity = capacity;
    return true;
  }

  private index(slot: number, sample: number): number {
    return slot * KEPT + (sample % KEPT);
  }

  private add(slot: number, time: number): number {
    const index = this.index(slot, this.counts[slot]++);
    this.times[index] = time;
    return index * SIZE;
  }

  /** Who was silent stood still, but not for so long that they must have flown afterwards. */
  private bridge(slot: number, time: number, pose: Pose, before: number, far: boolean): void {
    const { data } = this;
    const last = this.known;
    const gap = time - last;
    const way = Math.hypot(pose.x - data[before + Field.x], pose.z - data[before + Field.z]);
    const turn = Math.abs(angleBetween(data[before + Field.yaw], pose.yaw));
    this.intervals[slot] = this.interval(slot, gap, way, far);
    if (gap <= Math.max(STILL_MS, 1.3 * this.intervals[slot])) return;
    const needed = 1000 * Math.max(way / SLOWEST_M_S, turn / SLOWEST_RAD_S);
    const start = time - Math.max(this.intervals[slot], needed);
    if (start <= last) return;
    const to = this.add(slot, start);
    data.copyWithin(to, before, before + SIZE);
  }

  /** Far members are told at every fourth tick; two long gaps with a way in each mean: once a second. */
  private interval(slot: number, gap: number, way: number, far: boolean): number {
    const long = far && way > MOVED_M && gap > 2 * FAR_MS && gap < SELDOM_MS;
    const known = this.seldom[slot] === 1;
    this.seldom[slot] = long ? 1 : 0;
    if (!far) return NEAR_MS;
    if (!long) return FAR_MS;
    return known ? gap : this.intervals[slot];
  }

  private write(at: number, pose: Pose, far: boolean, before: number): void {
    const s = this.data;
    // A far record does not say what kind of body it is, nor that it sits: it is what it was.
    const worn = pose.headset || (far && before >= 0 && s[before + Field.headset] === 1);
    const sits = pose.seated || (far && before >= 0 && s[before + Field.seated] === 1 && this.stayed(before, pose));
    s[at + Field.x] = pose.x;
    s[at + Field.y] = pose.headset ? floorUnder(pose.y, this.floor) : pose.y;
    s[at + Field.z] = pose.z;
    s[at + Field.yaw] = pose.yaw;
    s[at + Field.pitch] = pose.pitch;
    s[at + Field.headY] = pose.headset ? pose.y : pose.y + EYE_HEIGHT_M;
    s[at + Field.headset] = worn ? 1 : 0;
    s[at + Field.jump] = pose.jump;
    s[at + Field.seated] = sits ? 1 : 0;
    if (pose.headset) s.set(pose.head, at + Field.head);
    else uprightTurn(pose.yaw, pose.pitch, s, at + Field.head);
    writeHand(s, at + Field.leftTracked, pose, pose.left);
    writeHand(s, at + Field.rightTracked, pose, pose.right);
  }

  private stayed(before: number, pose: Pose): boolean {
    const s = this.data;
    const way = Math.hypot(pose.x - s[before + Field.x], pose.z - s[before + Field.z]);
    return s[before + Field.jump] === pose.jump && way < SAME_SEAT_M;
  }

  private copy(index: number, out: Float32Array): void {
    const from = index * SIZE;
    for (let i = 0; i < SIZE; i++) out[i] = this.data[from + i];
  }

  private between(a: number, b: number, when: When, out: Float32Array): void {
    const s = this.data;
    const from = a * SIZE;
    const to = b * SIZE;
    this.copy(a, out);
    if (s[from + Field.jump] !== s[to + Field.jump]) return; // a jump is a cut, not a flight
    const span = this.times[b] - this.times[a];
    const t = (when[When.time] - this.times[a]) / span;
    mixRange(s, from, to, Field.x, 3, t, out);
    mixRange(s, from, to, Field.pitch, 2, t, out);
    const yaw = s[from + Field.yaw];
    out[Field.yaw] = yaw + angleBetween(yaw, s[to + Field.yaw]) * t;
    this.slopeX = ((s[to + Field.x] - s[from + Field.x]) / span) * 1000;
    this.slopeZ = ((s[to + Field.z] - s[from + Field.z]) / span) * 1000;
    if (s[from + Field.headset] === 0) return;
    slerp(s, from + Field.head, s, to + Field.head, t, out, Field.head);
    for (let side = 0; side < HAND_FIELDS.length; side++) {
      const hand = HAND_FIELDS[side];
      if (s[from + hand] === 0 || s[to + hand] === 0) continue;
      mixRange(s, from, to, hand + 1, 3, t, out);
      slerp(s, from + hand + 4, s, to + hand + 4, t, out, hand + 4);
    }
  }

  /** Nothing later is known: on a little as before, coming to a stand; or a stand, if the line speaks of others only. */
  private beyond(slot: number, count: number, when: When, out: Float32Array): Path {
    const last = this.index(slot, count - 1);
    this.copy(last, out);
    const lastTime = this.times[last];
    if (when[When.heard] - lastTime >= this.intervals[slot] + SILENT_MS) return Path.stood;
    const speed = this.goingOn(slot, count);
    if (speed === 0) return Path.known;
    const s = this.data;
    const before = this.index(slot, count - 2);
    const left = Math.exp(-(when[When.time] - lastTime) / EASE_MS);
    const perMs = speed / (lastTime - this.times[before]);
    const more = perMs * EASE_MS * (1 - left);
    mixRange(s, before * SIZE, last * SIZE, Field.x, 3, 1 + more, out);
    mixRange(s, before * SIZE, last * SIZE, Field.headY, 1, 1 + more, out);
    this.slopeX = (s[last * SIZE + Field.x] - s[before * SIZE + Field.x]) * perMs * 1000 * left;
    this.slopeZ = (s[last * SIZE + Field.z] - s[before * SIZE + Field.z]) * perMs * 1000 * left;
    return Path.ahead;
  }

  /** Which part of the last step's pace is believed to go on: 1 for an even walk, less for who slows down, 0 for none. */
  private goingOn(slot: number, count: number): number {
    if (count < 2) return 0;
    const last = this.index(slot, count - 1);
    const before = this.index(slot, count - 2);
    const span = this.times[last] - this.times[before];
    const jumped = this.data[last * SIZE + Field.jump] !== this.data[before * SIZE + Field.jump];
    if (jumped || span > Math.max(STILL_MS, 1.3 * this.intervals[slot])) return 0;
    if (count < 3) return 1;
    const earlier = this.index(slot, count - 3);
    // The first step after a stand says nothing of a pace: who tells of themselves seldom seems to take it in no time.
    const pace = this.travelled(earlier, before) / (this.times[before] - this.times[earlier]);
    return pace === 0 ? 0 : Math.min(1, this.travelled(before, last) / span / pace);
  }

  private travelled(a: number, b: number): number {
    const s = this.data;
    const from = a * SIZE;
    const to = b * SIZE;
    const x = s[to + Field.x] - s[from + Field.x];
    const z = s[to + Field.z] - s[from + Field.z];
    return Math.sqrt(x * x + z * z);
  }
}

function writeHand(s: Float32Array, at: number, pose: Pose, hand: Hand): void {
  s[at] = pose.headset && hand.tracked ? 1 : 0;
  s.set(hand.position, at + 1);
  s.set(hand.rotation, at + 4);
}

export function grown<T extends Float32Array | Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
