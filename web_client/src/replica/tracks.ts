// The last poses of every slot, and where each member is at a moment in between: typed arrays, nothing made per frame.
import { EYE_HEIGHT_M } from '../protocol/generated';
import { floorUnder, type Pose } from '../protocol/poses';
import { angleBetween, slerp } from './slerp';

const KEPT = 8; // samples a slot
const STILL_MS = 260; // a longer gap means that the member stood still: far members are told every 200 ms
const STEP_MS = 50;
const EXTRAPOLATE_MS = 150;

/** Fields of a sample, and of what `at` writes. */
export const Field = {
  x: 0,
  y: 1, // the floor
  z: 2,
  yaw: 3,
  pitch: 4,
  headY: 5,
  headset: 6,
  jump: 7,
  head: 8, // 4
  leftTracked: 12,
  leftPosition: 13, // 3, relative to the head
  leftRotation: 16, // 4
  rightTracked: 20,
  rightPosition: 21, // 3
  rightRotation: 24, // 4
  seated: 28,
  speed: 29, // m/s over the floor; only in what `at` writes
  size: 30,
} as const;

const SIZE = Field.size;

export class Tracks {
  private capacity = 0;
  private samples = new Float32Array(0);
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

  /** A record that the server packed at `time` (ms). Late ones are dropped: a newer one is known. */
  push(time: number, pose: Pose): void {
    this.makeRoom(pose.slot);
    const { slot } = pose;
    const count = this.counts[slot];
    if (count > 0) {
      const last = this.times[slot * KEPT + ((count - 1) % KEPT)];
      if (time <= last) return;
      if (time - last > STILL_MS) this.repeatLast(slot, time - STEP_MS);
    }
    this.write(this.add(slot, time), pose);
  }

  /** Where `slot` is at `time`, into `out`; false when nothing is known of it. */
  at(slot: number, time: number, out: Float32Array): boolean {
    if (!this.has(slot)) return false;
    const count = this.counts[slot];
    const oldest = Math.max(0, count - KEPT);
    let after = count; // first sample later than `time`
    while (after > oldest && this.times[this.index(slot, after - 1)] > time) after--;
    if (after === oldest) this.copy(this.index(slot, oldest), out);
    else if (after === count) this.beyond(slot, count, time, out);
    else this.between(this.index(slot, after - 1), this.index(slot, after), time, out);
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

  private repeatLast(slot: number, time: number): void {
    const from = this.index(slot, this.counts[slot] - 1) * SIZE;
    const to = this.add(slot, time);
    this.samples.copyWithin(to, from, from + SIZE);
  }

  private write(at: number, pose: Pose): void {
    const s = this.samples;
    s[at + Field.x] = pose.x;
    s[at + Field.y] = pose.headset ? floorUnder(pose.y, this.floor) : pose.y;
    s[at + Field.z] = pose.z;
    s[at + Field.yaw] = pose.yaw;
    s[at + Field.pitch] = pose.pitch;
    s[at + Field.headY] = pose.headset ? pose.y : pose.y + EYE_HEIGHT_M;
    s[at + Field.headset] = pose.headset ? 1 : 0;
    s[at + Field.jump] = pose.jump;
    s[at + Field.seated] = pose.seated ? 1 : 0;
    s.set(pose.head, at + Field.head);
    s[at + Field.leftTracked] = pose.headset && pose.left.tracked ? 1 : 0;
    s.set(pose.left.position, at + Field.leftPosition);
    s.set(pose.left.rotation, at + Field.leftRotation);
    s[at + Field.rightTracked] = pose.headset && pose.right.tracked ? 1 : 0;
    s.set(pose.right.position, at + Field.rightPosition);
    s.set(pose.right.rotation, at + Field.rightRotation);
  }

  private copy(index: number, out: Float32Array): void {
    const from = index * SIZE;
    for (let i = 0; i < SIZE; i++) out[i] = this.samples[from + i];
    out[Field.speed] = 0;
  }

  private between(a: number, b: number, time: number, out: Float32Array): void {
    const s = this.samples;
    const from = a * SIZE;
    const to = b * SIZE;
    this.copy(a, out);
    // A jump is a cut, not a flight; and a body that changes its kind has nothing in between.
    if (s[from + Field.jump] !== s[to + Field.jump] || s[from + Field.headset] !== s[to + Field.headset])
      return;
    const span = this.times[b] - this.times[a];
    const t = (time - this.times[a]) / span;
    this.mix(from, to, t, out);
    out[Field.speed] = this.travelled(from, to) / (span / 1000);
  }

  private travelled(from: number, to: number): number {
    const s = this.samples;
    return Math.hypot(s[to + Field.x] - s[from + Field.x], s[to + Field.z] - s[from + Field.z]);
  }

  private mix(from: number, to: number, t: number, out: Float32Array): void {
    const s = this.samples;
    mixRange(s, from, to, Field.x, 3, t, out);
    mixRange(s, from, to, Field.pitch, 2, t, out);
    const yaw = s[from + Field.yaw];
    out[Field.yaw] = yaw + angleBetween(yaw, s[to + Field.yaw]) * t;
    if (s[to + Field.headset] === 0) return;
    slerp(s, from + Field.head, s, to + Field.head, t, out, Field.head);
    this.mixHand(from, to, Field.leftTracked, t, out);
    this.mixHand(from, to, Field.rightTracked, t, out);
  }

  private mixHand(from: number, to: number, tracked: number, t: number, out: Float32Array): void {
    const s = this.samples;
    if (s[from + tracked] === 0 || s[to + tracked] === 0) return;
    mixRange(s, from, to, tracked + 1, 3, t, out);
    slerp(s, from + tracked + 4, s, to + tracked + 4, t, out, tracked + 4);
  }

  /** Nothing later is known: go on a little as before, then come to a stand. */
  private beyond(slot: number, count: number, time: number, out: Float32Array): void {
    const last = this.index(slot, count - 1);
    this.copy(last, out);
    if (count < 2) return;
    const before = this.index(slot, count - 2);
    const span = this.times[last] - this.times[before];
    const s = this.samples;
    const sameBody =
      s[before * SIZE + Field.jump] === s[last * SIZE + Field.jump] &&
      s[before * SIZE + Field.headset] === s[last * SIZE + Field.headset];
    const ahead = time - this.times[last];
    if (!sameBody || span > STILL_MS || ahead > 2 * EXTRAPOLATE_MS || this.stoodBefore(slot, count)) return;
    // Forth as before, and softly back to what is known if nothing comes.
    const more = Math.min(ahead, 2 * EXTRAPOLATE_MS - ahead) / span;
    mixRange(s, before * SIZE, last * SIZE, Field.x, 3, 1 + more, out);
    if (ahead < EXTRAPOLATE_MS)
      out[Field.speed] = this.travelled(before * SIZE, last * SIZE) / (span / 1000);
  }

  /** The last step began at a stand. Who tells of themselves seldom seems to take it in no time: it says nothing of their pace. */
  private stoodBefore(slot: number, count: number): boolean {
    return count > 2 && this.travelled(this.index(slot, count - 3) * SIZE, this.index(slot, count - 2) * SIZE) === 0;
  }

  private makeRoom(slot: number): void {
    if (slot < this.capacity) return;
    const capacity = Math.max(64, 2 ** Math.ceil(Math.log2(slot + 1)));
    const samples = new Float32Array(capacity * KEPT * SIZE);
    const times = new Float64Array(capacity * KEPT);
    const counts = new Uint32Array(capacity);
    samples.set(this.samples);
    times.set(this.times);
    counts.set(this.counts);
    Object.assign(this, { capacity, samples, times, counts });
  }
}

function mixRange(
  s: Float32Array,
  from: number,
  to: number,
  field: number,
  n: number,
  t: number,
  out: Float32Array,
): void {
  for (let i = field; i < field + n; i++) out[i] = s[from + i] + (s[to + i] - s[from + i]) * t;
}
