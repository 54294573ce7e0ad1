// For tests: a member who walks, a server that tells of them, a line that is late or loses frames, and a page that draws.
import { Pose } from '../protocol/poses';
import { ServerClock } from './clock';
import { Field, Tracks } from './tracks';

const TICK_MS = 50;
const STEP_MS = 5;
const FRAME_MS = 1000 / 60;
const CM = 100;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Line {
  delay: number; // ms
  jitter: number; // ms
  loss: number; // 0 to 1
  /** Frames may overtake each other. */
  reorders: boolean;
  /** From when to when nothing comes through; then all comes at once. */
  stalls: readonly (readonly [number, number])[];
  /** The same of the member's own line: the server hears nothing, then a part of what was held back, then the rest. */
  held: readonly (readonly [number, number])[];
  /** The server's clock runs by this share faster. */
  drift: number;
}

export const GOOD: Line = { delay: 20, jitter: 0, loss: 0, reorders: false, stalls: [], held: [], drift: 0 };

/** How a server tells of the member from a moment on (PROTOCOL.md I). */
export interface Telling {
  from: number;
  level: 'near' | 'middle' | 'far';
  /** Ticks between two frames. */
  stride?: 1 | 2 | 4;
  /** Too many are near, or in the middle: so many of the frames in which it would be due, by chance. */
  share?: number;
  /** The server saves: half as often as usual. */
  thin?: boolean;
}

export interface Shown {
  time: number;
  pose: Float32Array;
  /** Where the member really is at the moment that is shown. */
  truth: Pose;
}

/** A walk like a person's by keys: paces up to 2.3 m/s, eased as the page's own walker does, with stands and turns. */
export class Walk {
  readonly pose = new Pose();
  /** How often they stand. */
  protected readonly stands: number = 0.3;
  private vx = 0;
  private vz = 0;
  private goal = 0;
  private pace = 0;
  private until = 0;
  private time = 0;

  constructor(
    private readonly random: () => number,
    readonly headset: boolean,
    private readonly most = 2.3,
  ) {
    this.pose.headset = headset;
    this.pose.x = this.pose.z = 80;
  }

  step(ms: number): void {
    this.time += ms;
    if (this.time > this.until) {
      this.until = this.time + 400 + this.random() * 2500;
      this.pace = this.random() < this.stands ? 0 : 0.7 + this.random() * (this.most - 0.7);
      this.goal += (this.random() - 0.5) * 3;
    }
    const seconds = ms / 1000;
    const { pose } = this;
    pose.yaw += Math.max(-1.9 * seconds, Math.min(1.9 * seconds, this.goal - pose.yaw));
    const ease = 1 - Math.exp(-12 * seconds);
    this.vx += (-Math.sin(pose.yaw) * this.pace - this.vx) * ease;
    this.vz += (-Math.cos(pose.yaw) * this.pace - this.vz) * ease;
    pose.x += this.vx * seconds;
    pose.z += this.vz * seconds;
    if (this.headset) this.wear();
  }

  private wear(): void {
    const { pose, time } = this;
    pose.y = 1.65 + 0.03 * Math.sin(time / 300);
    pose.head.set([0, Math.sin(pose.yaw / 2), 0, Math.cos(pose.yaw / 2)]);
    for (const [hand, side] of [[pose.left, -1], [pose.right, 1]] as const) {
      hand.tracked = true;
      hand.position.set([side * 0.25, -0.4 + 0.15 * Math.sin(time / 250 + side), -0.3]);
      hand.rotation.set(pose.head);
    }
  }
}

export function copyPose(from: Pose, to: Pose): void {
  const { slot, x, y, z, yaw, pitch, jump, seated, headset } = from;
  Object.assign(to, { slot, x, y, z, yaw, pitch, jump, seated, headset });
  to.head.set(from.head);
  for (const side of ['left', 'right'] as const) {
    to[side].tracked = from[side].tracked;
    to[side].position.set(from[side].position);
    to[side].rotation.set(from[side].rotation);
  }
}

/** What the server says of `pose`: centimetres; a far record has neither pitch nor hands (P-4, P-8). */
function told(pose: Pose, far: boolean): Pose {
  const record = new Pose();
  copyPose(pose, record);
  record.x = Math.round(pose.x * CM) / CM;
  record.z = Math.round(pose.z * CM) / CM;
  record.y = Math.round(pose.y * CM) / CM;
  if (!far) return record;
  if (pose.headset) record.y = Math.max(0, record.y - 1.6);
  record.pitch = 0;
  record.headset = record.seated = record.left.tracked = record.right.tracked = false;
  return record;
}

interface Packet {
  at: number;
  time: number;
  record: Pose | null;
  far: boolean;
  spacing: number;
}

/** Plays a walk over a line and returns every drawn frame. `tellings` begin at 0. */
export function play(seed: number, walk: Walk, line: Line, tellings: readonly Telling[], length: number): Shown[] {
  const random = numbers(seed);
  const truths: Pose[] = [];
  const packets = pack(random, walk, line, tellings, length, truths);
  return draw(random, packets, truths, length);
}

/** What differs between two records of one who moves. */
function wordsOf({ x, y, z, yaw, headset, left, right }: Pose): string {
  return `${x} ${y} ${z} ${yaw} ${headset} ${left.position} ${right.position}`;
}

const PERIODS = { near: 1, middle: 4, far: 20 };
const REPEAT_TICKS = 40;

/** What a server knows of whom it told what. */
class Teller {
  private told = '';
  private toldAt = 0;
  /** Ticks since it moved. */
  private still = Infinity;
  private before = '';

  constructor(
    private readonly random: () => number,
    private readonly phase: number,
  ) {}

  /** The record that is in the frame of `tick`: null where it is in none. */
  due(tick: number, { level, stride = 1, share = 1, thin = false }: Telling, pose: Pose): Pose | null {
    const record = told(pose, level === 'far');
    const words = wordsOf(record);
    this.still = words === this.before ? this.still + 1 : 0;
    this.before = words;
    if (tick % stride !== 0) return null;
    const period = Math.max(stride, PERIODS[level] * (thin && level !== 'near' ? 2 : 1));
    const turn = (tick + this.phase * stride) % period < stride;
    const moved = this.still < period && words !== this.told;
    const starves = tick - this.toldAt >= REPEAT_TICKS - stride;
    if (!starves && !(turn && moved && this.random() < share)) return null;
    this.told = words;
    this.toldAt = tick;
    return record;
  }
}

function pack(
  random: () => number, walk: Walk, line: Line, tellings: readonly Telling[], length: number, truths: Pose[],
): Packet[] {
  const packets: Packet[] = [];
  const teller = new Teller(random, Math.floor(random() * REPEAT_TICKS));
  let latest = 0;
  for (let tick = 0; tick * TICK_MS < length; tick++) {
    for (let ms = 0; ms < TICK_MS; ms += STEP_MS) {
      walk.step(STEP_MS);
      const truth = new Pose();
      copyPose(walk.pose, truth);
      truths.push(truth);
    }
    const now = (tick + 1) * TICK_MS;
    const telling = tellings.findLast(({ from }) => from <= now)!;
    const stride = telling.stride ?? 1;
    const record = teller.due(tick, telling, truths[heard(line, now) / STEP_MS - 1]);
    if (tick % stride !== 0 || random() < line.loss) continue;
    let at = now * (1 - line.drift) + line.delay + random() * line.jitter;
    for (const [from, to] of line.stalls) if (at >= from && at < to) at = to;
    if (!line.reorders) latest = at = Math.max(at, latest);
    packets.push({ at, time: now, record, far: telling.level === 'far', spacing: stride * TICK_MS });
  }
  return packets.sort((a, b) => a.at - b.at);
}

/** The moment of whose pose the server knows at `now`. */
function heard({ held }: Line, now: number): number {
  for (const [from, to] of held) {
    if (now >= from && now < to) return from;
    if (now >= to && now < to + TICK_MS) return from + TICK_MS;
  }
  return now;
}

function draw(random: () => number, packets: readonly Packet[], truths: readonly Pose[], length: number): Shown[] {
  const tracks = new Tracks();
  const clock = new ServerClock();
  const shown: Shown[] = [];
  tracks.reset(0);
  let next = 0;
  for (let local = 0; local < length; local += FRAME_MS * (0.8 + 0.4 * random())) {
    for (; next < packets.length && packets[next].at <= local; next++) {
      const { at, time, record, far, spacing } = packets[next];
      clock.spacing = spacing;
      tracks.heard(clock.frame(time, at), spacing);
      if (record) tracks.push(time, record, far);
    }
    if (!clock.ready) continue;
    const time = clock.shown(local);
    const pose = new Float32Array(Field.size);
    const truth = truths[Math.max(0, Math.min(truths.length - 1, Math.round(time / STEP_MS) - 1))];
    if (tracks.at(0, time, pose)) shown.push({ time: local, pose, truth });
  }
  return shown;
}
