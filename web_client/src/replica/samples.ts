// The last poses of every slot as they were heard, and the bare path through them: typed arrays, nothing made per frame.
import { EYE_HEIGHT_M } from '../protocol/generated';
import { floorUnder, type Hand, type Pose } from '../protocol/poses';
import { Cadence, LONGER } from './cadence';
import { Field, HAND_FIELDS } from './fields';
import { grown } from './grown';
import { angleBetween, mixRange, slerp, uprightTurn } from './slerp';

const KEPT = 48; // samples a slot: 2.4 s of the near level, for who was told of seldom just before
const SIZE = Field.speed; // what comes after is found, not heard
const TICK_MS = 50;
const STILL_MS = 260; // a longer gap may mean that the member stood
const SLOWEST_M_S = 1.5; // who went further in a gap than at this pace did not stand in it for so long
const SLOWEST_RAD_S = 3;
const EASE_MS = 100; // nothing newer: the way goes on for as long as this at full speed, coming to a stand
const SILENT_MS = 200; // and a tick: so long the line spoke, but not of this member
const MOVED_M = 0.015; // two steps of the wire
const MOVED_RAD = 0.02;
const SAME_SEAT_M = 0.3;
const ROUND_MS = 240; // before and after a sample of who is told of seldom their way is a bend, not a corner
const ROUND_SHARE = 0.45; // of the shorter of the two stretches
const ROUND_FROM_MS = 240; // for both stretches: nobody sees the corners of less
const ROUNDED = Field.headset; // the fields before it

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
  /** The time of the newest sample before the last push, and from when on that push has changed the path. */
  known = -Infinity;
  bends = -Infinity;
  private movedAt = new Float64Array(0); // since when each is where they are
  private stands = new Float64Array(0); // from when to when each stood before that: two a slot
  /** How often each is told of. */
  readonly cadence = new Cadence();
  private data = new Float32Array(0);
  private times = new Float64Array(0);
  private counts = new Uint32Array(0); // samples ever taken; 0 = nothing known
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

  newest(slot: number): number {
    return this.has(slot) ? this.times[this.index(slot, this.counts[slot] - 1)] : -Infinity;
  }

  /** From when on the member stood who stands at `time` without a bend; Infinity if they do not, as far as is known. */
  standFrom(slot: number, time: number): number {
    const since = this.movedAt[slot] + ROUND_MS;
    if (time >= since) return this.newest(slot) >= since ? since : Infinity;
    const from = this.stands[slot * 2] + ROUND_MS;
    return time >= from && time <= this.standTo(slot, from) ? from : Infinity;
  }

  /** Until when the stand is known that began at `from`. */
  standTo(slot: number, from: number): number {
    return from === this.movedAt[slot] + ROUND_MS ? this.newest(slot) : this.stands[slot * 2 + 1];
  }

  /** Takes a record; false for one that is older than what is known. */
  push(time: number, pose: Pose, far: boolean): boolean {
    const { slot } = pose;
    this.known = this.newest(slot);
    this.bends = -Infinity;
    if (time <= this.known) return false;
    const last = this.counts[slot] - 1;
    const before = last < 0 ? -1 : this.index(slot, last) * SIZE;
    if (before < 0) this.begin(slot, time, far);
    else this.bridge(slot, time, pose, before, far);
    this.write(this.add(slot, time), pose, far, before);
    this.bends = before < 0 ? -Infinity : this.known - this.round(slot, last);
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
    else this.between(slot, after, when, out);
    return this.slopeX * this.slopeX + this.slopeZ * this.slopeZ > FASTEST_M_S * FASTEST_M_S ? Path.leap : Path.known;
  }

  makeRoom(slot: number): boolean {
    if (slot < this.capacity) return false;
    const capacity = Math.max(64, 2 ** Math.ceil(Math.log2(slot + 1)));
    this.data = grown(this.data, new Float32Array(capacity * KEPT * SIZE));
    this.times = grown(this.times, new Float64Array(capacity * KEPT));
    this.counts = grown(this.counts, new Uint32Array(capacity));
    this.movedAt = grown(this.movedAt, new Float64Array(capacity));
    this.stands = grown(this.stands, new Float64Array(capacity * 2));
    this.cadence.makeRoom(capacity);
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
    const moved = way > MOVED_M || turn > MOVED_RAD || pose.headset;
    this.cadence.heard(slot, gap, moved ? way : -1, far);
    const stood = this.stillUntil(slot, gap, Math.max(way / SLOWEST_M_S, turn / SLOWEST_RAD_S) * 1000);
    if (stood > last) data.copyWithin(this.add(slot, stood), before, before + SIZE);
    if (!moved) return;
    if (stood > this.movedAt[slot]) {
      this.stands[slot * 2] = this.movedAt[slot];
      this.stands[slot * 2 + 1] = stood - Math.min(ROUND_MS, ROUND_SHARE * (time - stood));
    }
    this.movedAt[slot] = time;
  }

  /** Until when somebody stood who has moved since the record before; what they did then takes `needed` ms. */
  private stillUntil(slot: number, gap: number, needed: number): number {
    const interval = this.cadence.interval(slot);
    const usual = gap <= Math.max(STILL_MS, LONGER * interval);
    return usual ? this.known : Math.max(this.known, this.known + gap - Math.max(interval, needed));
  }

  private begin(slot: number, time: number, far: boolean): void {
    this.cadence.start(slot, far);
    this.movedAt[slot] = time;
    this.stands[slot * 2] = this.stands[slot * 2 + 1] = -Infinity;
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

  private between(slot: number, after: number, when: When, out: Float32Array): void {
    const s = this.data;
    const a = this.index(slot, after - 1);
    const b = this.index(slot, after);
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
    if (span > TICK_MS || t > 0.5) this.bend(slot, t > 0.5 ? after : after - 1, when, out);
    if (s[from + Field.headset] === 0) return;
    slerp(s, from + Field.head, s, to + Field.head, t, out, Field.head);
    for (let side = 0; side < HAND_FIELDS.length; side++) {
      const hand = HAND_FIELDS[side];
      if (s[to + hand] === 0) out[hand] = 0; // lost some time in between: it does not stay up for that long
      if (s[from + hand] === 0 || s[to + hand] === 0) continue;
      mixRange(s, from, to, hand + 1, 3, t, out);
      slerp(s, from + hand + 4, s, to + hand + 4, t, out, hand + 4);
    }
  }

  /** How long before and after this sample the way is a bend; 0 where it is told of so often that no corner is to be seen. */
  private round(slot: number, sample: number): number {
    const count = this.counts[slot];
    if (sample <= Math.max(0, count - KEPT) || sample >= count - 1) return 0;
    const [a, b, c] = [this.index(slot, sample - 1), this.index(slot, sample), this.index(slot, sample + 1)];
    const before = this.times[b] - this.times[a];
    const after = this.times[c] - this.times[b];
    if (before + after < ROUND_FROM_MS) return 0;
    const s = this.data;
    const jump = s[b * SIZE + Field.jump];
    if (s[a * SIZE + Field.jump] !== jump || s[c * SIZE + Field.jump] !== jump) return 0;
    return Math.min(ROUND_MS, ROUND_SHARE * Math.min(before, after));
  }

  /** Near a sample: a parabola from the line before it to the line after it, so that velocity has no step. */
  private bend(slot: number, sample: number, when: When, out: Float32Array): void {
    const half = this.round(slot, sample);
    const off = when[When.time] - this.times[this.index(slot, sample)];
    const into = half - Math.abs(off);
    if (into <= 0) return;
    const a = this.index(slot, sample - 1), b = this.index(slot, sample), c = this.index(slot, sample + 1);
    const before = 1 / (this.times[b] - this.times[a]);
    const after = 1 / (this.times[c] - this.times[b]);
    const share = (into * into) / (4 * half);
    const slope = ((off < 0 ? into : -into) / (2 * half)) * 1000;
    for (let field = 0; field < ROUNDED; field++) {
      const change = this.step(b, c, field) * after - this.step(a, b, field) * before;
      out[field] += change * share;
      if (field === Field.x) this.slopeX += change * slope;
      else if (field === Field.z) this.slopeZ += change * slope;
    }
  }

  private step(a: number, b: number, field: number): number {
    const from = this.data[a * SIZE + field];
    const to = this.data[b * SIZE + field];
    return field === Field.yaw ? angleBetween(from, to) : to - from;
  }

  /** Nothing later is known: on a little as before, coming to a stand; or a stand, if the line speaks of others only. */
  private beyond(slot: number, count: number, when: When, out: Float32Array): Path {
    const last = this.index(slot, count - 1);
    this.copy(last, out);
    const lastTime = this.times[last];
    if (when[When.heard] - lastTime >= this.cadence.interval(slot) + SILENT_MS) return Path.stood;
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
    if (jumped || span > Math.max(STILL_MS, LONGER * this.cadence.interval(slot))) return 0;
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
