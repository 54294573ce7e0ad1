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

/** How the server tells of the member from a moment on: at every so many ticks, in full or as a far record. */
export interface Telling {
  from: number;
  every: 1 | 4 | 20;
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
      this.pace = this.random() < 0.3 ? 0 : 0.7 + this.random() * (this.most - 0.7);
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
}

/** Plays a walk over a line and returns every drawn frame. `tellings` begin at 0. */
export function play(seed: number, walk: Walk, line: Line, tellings: readonly Telling[], length: number): Shown[] {
  const random = numbers(seed);
  const truths: Pose[] = [];
  const packets = pack(random, walk, line, tellings, length, truths);
  return draw(random, packets, truths, length);
}

function pack(
  random: () => number, walk: Walk, line: Line, tellings: readonly Telling[], length: number, truths: Pose[],
): Packet[] {
  const packets: Packet[] = [];
  let before = '';
  let latest = 0;
  for (let tick = 0; tick * TICK_MS < length; tick++) {
    for (let ms = 0; ms < TICK_MS; ms += STEP_MS) {
      walk.step(STEP_MS);
      const truth = new Pose();
      copyPose(walk.pose, truth);
      truths.push(truth);
    }
    const now = (tick + 1) * TICK_MS;
    const { every } = tellings.findLast(({ from }) => from <= now)!;
    const record = told(truths[heard(line, now) / STEP_MS - 1], every > 1);
    const words = JSON.stringify(record);
    const due = tick % every === 0 && (words !== before || tick % 40 === 0);
    if (due) before = words;
    if (random() < line.loss) continue;
    let at = now * (1 - line.drift) + line.delay + random() * line.jitter;
    for (const [from, to] of line.stalls) if (at >= from && at < to) at = to;
    if (!line.reorders) latest = at = Math.max(at, latest);
    packets.push({ at, time: now, record: due ? record : null, far: every > 1 });
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
      const { at, time, record, far } = packets[next];
      tracks.heard(clock.frame(time, at));
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
