// From the path that is known to what is shown: when new knowledge moves the path, the difference fades instead of being a
// step. Only a teleport, a first sight and what lies too far away are cuts. Nothing is made per frame.
import { Field } from './fields';
import { Grip } from './grip';
import { grown } from './grown';
import { Path, type Samples, When } from './samples';
import { angleBetween } from './slerp';

const UNSEEN_MS = 1000; // nobody looked for so long: no motion to keep up
const FAR_OFF_M = 6; // a difference that nobody walks off
const LAG_SOON_MS = 1500; // in which the slot's own delay becomes what its cadence asks for
const SLOWEST = 0.5; // at which the slot's time passes meanwhile
const QUICKEST = 1.25;
const RATE_PER_S = 5; // how quickly that changes
const LATE = 1.1; // of the usual interval: a record that is not there by then may come much later
const SPARE_MS = 60; // that even a near one is shown behind what is known, as the clock has it
const SOFT_PER_S = 11; // a difference is halved in 0.15 s, from a stand and to a stand
/** In which most of a change of velocity is told. */
export const VELOCITY_S = 0.07;
const STANDS_M_S = 0.02;

/** The fields that fade, and the most by which each may be corrected a second, and how quickly that may change. */
const FADING = [
  [Field.x, 2.2, 30],
  [Field.z, 2.2, 30],
  [Field.y, 1.5, 20],
  [Field.headY, 1.5, 20],
  [Field.yaw, 5, 80],
  [Field.pitch, 4, 60],
] as const;
const N = FADING.length;
const FIELDS = Uint8Array.from(FADING, ([field]) => field);
const FASTEST = Float64Array.from(FADING, ([, fastest]) => fastest);
const CHANGE = Float64Array.from(FADING, ([, , change]) => change);
const SIZE = Field.size;

export class Motion {
  private readonly path = new Float32Array(SIZE);
  private readonly grip = new Grip();
  private readonly when = new Float64Array(When.size);
  private shown = new Float32Array(0); // `SIZE` a slot
  private apart = new Float32Array(0); // shown - path, `N` a slot
  private speeds = new Float32Array(0); // at which that changes, `N` a slot
  private paces = new Float32Array(0); // x and z of what is shown, not smoothed, m/s
  private asked = new Float64Array(0); // when it was shown last
  private lags = new Float64Array(0); // how much further back the slot is shown, ms
  private rates = new Float32Array(0); // at which the slot's time passes
  private alive = new Uint8Array(0);
  private bent = new Uint8Array(0); // the path before the newest time shown is another one since
  private apartYet = new Uint8Array(0); // what is shown is not yet the path
  private ways = new Uint8Array(0); // Path
  // The same for all whom a picture shows.
  private passed = NaN; // ms
  private seconds = 0.5;
  private decay = 0.5;
  private ease = 0.5;

  constructor(private readonly samples: Samples) {}

  makeRoom(capacity: number): void {
    this.grip.makeRoom(capacity);
    this.shown = grown(this.shown, new Float32Array(capacity * SIZE));
    this.apart = grown(this.apart, new Float32Array(capacity * N));
    this.speeds = grown(this.speeds, new Float32Array(capacity * N));
    this.paces = grown(this.paces, new Float32Array(capacity * 2));
    this.asked = grown(this.asked, new Float64Array(capacity));
    this.lags = grown(this.lags, new Float64Array(capacity));
    this.rates = grown(this.rates, new Float32Array(capacity));
    this.alive = grown(this.alive, new Uint8Array(capacity));
    this.bent = grown(this.bent, new Uint8Array(capacity));
    this.apartYet = grown(this.apartYet, new Uint8Array(capacity));
    this.ways = grown(this.ways, new Uint8Array(capacity));
  }

  reset(): void {
    this.alive.fill(0);
    this.when[When.heard] = 0;
  }

  forget(slot: number): void {
    if (slot < this.alive.length) this.alive[slot] = 0;
  }

  /** A frame came that was packed at `time`. */
  heard(time: number): void {
    this.when[When.heard] = Math.max(this.when[When.heard], time);
  }

  /** A sample was taken: if it has changed the path before what is shown, that lies beside it. */
  learned(slot: number): void {
    if (this.samples.bends < this.asked[slot] - this.lags[slot]) this.bent[slot] = 1;
  }

  /** Moves `slot` on to `time` and writes it into `out`. */
  at(slot: number, time: number, out: Float32Array): void {
    if (this.alive[slot] === 0 || time !== this.asked[slot] || this.bent[slot] === 1) {
      this.pass(time - this.asked[slot]);
      this.asked[slot] = this.when[When.time] = time;
      this.move(slot);
    }
    const from = slot * SIZE;
    for (let i = 0; i < SIZE; i++) out[i] = this.shown[from + i];
  }

  /** What depends on the time since the last picture is found once for all who are shown in one. */
  private pass(ms: number): void {
    if (ms === this.passed) return;
    this.passed = ms;
    this.seconds = this.grip.seconds = Math.max(0, ms) / 1000;
    this.decay = Math.exp(-SOFT_PER_S * this.seconds);
    this.ease = 1 - Math.exp(-this.seconds / VELOCITY_S);
  }

  private move(slot: number): void {
    const { path, samples, when, passed } = this;
    const fresh = this.alive[slot] === 0 || Math.abs(passed) > UNSEEN_MS;
    this.follow(slot, fresh);
    when[When.time] -= this.lags[slot];
    const way = samples.path(slot, when, path);
    const s = slot * SIZE;
    const before = this.ways[slot];
    const bent = this.bent[slot] === 1 || passed < 0 || leaves(before, way);
    this.bent[slot] = 0;
    this.ways[slot] = way;
    if (fresh || path[Field.jump] !== this.shown[s + Field.jump] || (bent && this.isFarOff(s))) this.cut(slot);
    else this.fade(slot, bent);
    path[Field.speed] = length(path[Field.velocityX], path[Field.velocityZ]);
    this.shown.set(path, s);
  }

  /** The slot's own delay goes to what its cadence asks for: its time passes a little slower or faster. */
  private follow(slot: number, fresh: boolean): void {
    const goal = this.samples.cadence.lag(slot);
    if (fresh) this.lags[slot] = goal;
    if (fresh || this.passed <= 0) this.rates[slot] = 1;
    else if (!this.waits(slot, goal)) this.pace(slot, goal);
  }

  /** Who stands is where they are at any time of that stand: no delay is kept that is not needed. True then. */
  private waits(slot: number, goal: number): boolean {
    const { samples, lags } = this;
    const time = this.when[When.time];
    const from = samples.standFrom(slot, time - lags[slot]);
    if (from === Infinity) return false;
    lags[slot] = Math.min(Math.max(goal, time - samples.standTo(slot, from)), time - from);
    this.rates[slot] = 1;
    return true;
  }

  private pace(slot: number, goal: number): void {
    const { lags, rates } = this;
    const wish = Math.max(SLOWEST, Math.min(QUICKEST, 1 - (goal - lags[slot]) / LAG_SOON_MS));
    const want = goal === 0 ? wish : Math.min(wish, this.supply(slot));
    const most = RATE_PER_S * this.seconds;
    rates[slot] += Math.max(-most, Math.min(most, want - rates[slot]));
    lags[slot] += (1 - rates[slot]) * this.passed;
    if (goal > 0) this.hold(slot);
  }

  /** How quickly time may pass so that what is known lasts until more of it comes; of who is silent it ends softly. */
  private supply(slot: number): number {
    const { samples, when } = this;
    const { cadence } = samples;
    const newest = samples.newest(slot);
    const left = newest - when[When.time] + this.passed + this.lags[slot];
    // A frame may come but once a second (F-6): by what is shown it is at least so late.
    const now = Math.max(when[When.heard], when[When.time] + cadence.spacing + SPARE_MS);
    const wait = newest + LATE * cadence.interval(slot) - now;
    return wait > 0 ? left / wait : left / (SPARE_MS + cadence.spare(slot));
  }

  /** Who is told of seldom is not shown beyond what is known: from there they go on. */
  private hold(slot: number): void {
    const most = this.when[When.time] - this.samples.newest(slot);
    if (this.lags[slot] >= most) return;
    this.lags[slot] = most;
    this.rates[slot] = 0;
  }

  private isFarOff(s: number): boolean {
    const { path, shown } = this;
    return length(shown[s + Field.x] - path[Field.x], shown[s + Field.z] - path[Field.z]) > FAR_OFF_M;
  }

  private cut(slot: number): void {
    const { path } = this;
    this.alive[slot] = 1;
    this.apartYet[slot] = 0;
    this.apart.fill(0, slot * N, slot * N + N);
    this.speeds.fill(0, slot * N, slot * N + N);
    this.paces[slot * 2] = this.samples.slopeX;
    this.paces[slot * 2 + 1] = this.samples.slopeZ;
    path[Field.velocityX] = this.samples.slopeX;
    path[Field.velocityZ] = this.samples.slopeZ;
    this.grip.cut(slot, path);
  }

  private fade(slot: number, bent: boolean): void {
    const { path, shown, apart } = this;
    const a = slot * N;
    if (bent) this.part(slot);
    else if (this.apartYet[slot] === 1) this.settleAll(slot);
    if (this.apartYet[slot] === 1) for (let k = 0; k < N; k++) path[FIELDS[k]] += apart[a + k];
    this.grip.step(slot, path, shown, slot * SIZE, bent);
    this.paces[slot * 2] = this.samples.slopeX * this.rates[slot] + this.speeds[a];
    this.paces[slot * 2 + 1] = this.samples.slopeZ * this.rates[slot] + this.speeds[a + 1];
    this.smooth(slot * 2, slot * SIZE, Field.velocityX);
    this.smooth(slot * 2 + 1, slot * SIZE, Field.velocityZ);
  }

  /** The path is another one: what is shown goes on as it went, and differs from the path by so much. */
  private part(slot: number): void {
    const { path, shown, apart, speeds, paces, rates, samples, seconds } = this;
    const s = slot * SIZE;
    const a = slot * N;
    this.apartYet[slot] = 1;
    for (let k = 0; k < N; k++) {
      const field = FIELDS[k];
      apart[a + k] = shown[s + field] - path[field];
    }
    apart[a + 4] = angleBetween(path[Field.yaw], shown[s + Field.yaw]);
    apart[a] += paces[slot * 2] * seconds;
    apart[a + 1] += paces[slot * 2 + 1] * seconds;
    speeds[a] = paces[slot * 2] - samples.slopeX * rates[slot];
    speeds[a + 1] = paces[slot * 2 + 1] - samples.slopeZ * rates[slot];
  }

  private settleAll(slot: number): void {
    let left = 0;
    for (let k = 0; k < N; k++) left |= this.settle(slot * N + k, k);
    this.apartYet[slot] = left;
  }

  /** A critically damped spring, exact for any span, within limits of speed and of acceleration; 0 when it is at rest. */
  private settle(i: number, k: number): 0 | 1 {
    const { decay, seconds } = this;
    const e = this.apart[i];
    const v = this.speeds[i];
    const j = (v + SOFT_PER_S * e) * seconds;
    const free = (v - SOFT_PER_S * j) * decay;
    const within = Math.max(-FASTEST[k], Math.min(FASTEST[k], free));
    const most = CHANGE[k] * seconds;
    const next = Math.max(v - most, Math.min(v + most, within));
    const apart = next === free ? (e + j) * decay : e + ((v + next) / 2) * seconds;
    const still = Math.abs(apart) < 1e-4 && Math.abs(next) < 1e-3;
    this.apart[i] = still ? 0 : apart;
    this.speeds[i] = still ? 0 : next;
    return still ? 0 : 1;
  }

  /** The velocity that is told of one axis follows the bare one softly, and is 0 for who stands. */
  private smooth(pace: number, s: number, field: number): void {
    const now = this.paces[pace];
    const before = this.shown[s + field];
    const told = before + (now - before) * this.ease;
    this.path[field] = Math.abs(now) < STANDS_M_S && Math.abs(told) < STANDS_M_S ? 0 : told;
  }
}

/** From this way of finding the path to that, it goes on otherwise than it was going. */
function leaves(before: number, way: Path): boolean {
  return (before === Path.ahead && way === Path.stood) || before === Path.leap || way === Path.leap;
}

function length(x: number, z: number): number {
  return Math.sqrt(x * x + z * z);
}
