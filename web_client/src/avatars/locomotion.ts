// How somebody gets about: clips of walking blended by speed and direction, on one phase that the way itself turns.
// Left foot touches the floor at phase 0, right foot at 0.5; all gaits keep to that, so that they can be blended.
import type { Body } from './body';
import type { Clip, ClipSet } from './clips';
import type { Stance } from './stance';

const GAITS = ['walk', 'stride', 'run', 'back', 'side-left', 'side-right', 'turn-left', 'turn-right'] as const;
const TURN_A_CYCLE = Math.PI / 2; // radians that a whole cycle of the turning steps takes one round
const FULL_SPEED = 0.9; // m/s from which the legs take whole steps; slower, steps are shorter, not rarer
const AT_REST = 0.05;
const FIRST_STEP = 0.08; // phase at which the right foot is about to lift
const EASE_PER_S = 10;

export class Locomotion {
  phase = FIRST_STEP;
  /** How much of the legs' clip is walking, 0 to 1; the rest is standing. */
  moving = 0;
  /** How much of the legs' clip is to be walking. */
  effort = 0;
  /** In the first step after a rest, the right foot's, up to phase 0.5. */
  first = false;
  private halting = false;
  private readonly clips: readonly Clip[];
  private readonly weights = new Float64Array(GAITS.length);
  private readonly goal = new Float64Array(GAITS.length);
  private readonly speeds: Float64Array;

  constructor(
    clips: ClipSet,
    private readonly body: Body,
  ) {
    this.clips = GAITS.map((name) => clips.get(name));
    this.speeds = Float64Array.from(this.clips, ({ traits, duration }) => traits.stride / duration);
  }

  /** `forward` and `right` are m/s in the body's axes, `turning` rad/s while standing (left is positive). */
  step(forward: number, right: number, turning: number, seconds: number): void {
    const speed = Math.sqrt(forward * forward + right * right);
    const turns = speed < 0.2 ? Math.min(1, Math.abs(turning) / 0.6) : 0;
    const effort = Math.max(speed < AT_REST ? 0 : Math.min(1, speed / FULL_SPEED), turns);
    const resting = this.moving < 0.02;
    this.effort = effort;
    this.first = effort > 0 && (resting || this.first);
    this.halting = effort < 0.8 * this.moving;
    this.aim(forward, right, speed, turning);
    const ease = 1 - Math.exp(-EASE_PER_S * seconds);
    for (let i = 0; i < this.weights.length; i++)
      this.weights[i] += (this.goal[i] - this.weights[i]) * (resting ? 1 : ease);
    this.moving += (effort - this.moving) * ease;
    if (effort === 0) {
      if (this.moving < 0.01) this.moving = 0;
      if (this.moving === 0) this.phase = FIRST_STEP;
    }
    this.phase = (this.phase + this.turnOfPhase(speed, turning) * seconds) % 1;
    if (this.phase >= 0.5) this.first = false;
  }

  /** The share of walking forwards, not running, among the gaits. */
  get ahead(): number {
    let sum = 0;
    for (let i = 0; i < this.weights.length; i++) sum += this.weights[i];
    return sum < 1e-6 ? 0 : (this.weights[0] + this.weights[1]) / sum;
  }

  /** Adds the gaits to `out`, with all weights together `weight`. */
  add(weight: number, out: Stance, count: number): void {
    let sum = 0;
    for (let i = 0; i < this.weights.length; i++) sum += this.weights[i];
    if (sum < 1e-6) return;
    for (let i = 0; i < this.weights.length; i++) {
      const share = (this.weights[i] / sum) * weight;
      if (share > 0.002) this.clips[i].add(this.phase * this.clips[i].duration, share, this.body, out, 0, count);
    }
  }

  /** The length of a cycle as it is blended now, metres of this body. */
  get stride(): number {
    let sum = 0;
    let length = 0;
    for (let i = 0; i < this.weights.length; i++) {
      sum += this.weights[i];
      length += this.weights[i] * this.clips[i].traits.stride;
    }
    return sum < 1e-6 ? 0 : (length / sum) * this.body.scale * this.moving;
  }

  /** How far the left (0) or right (1) foot is through its swing, 0 to 1; below 0 it carries weight. */
  swing(foot: number): number {
    let sum = 0;
    let duty = 0;
    for (let i = 0; i < this.weights.length; i++) {
      sum += this.weights[i];
      duty += this.weights[i] * this.clips[i].traits.duty;
    }
    if (sum < 1e-6) return -1;
    duty /= sum;
    const local = (this.phase + foot * 0.5) % 1;
    const swing = (local - duty) / (1 - duty);
    // Who stops does not lift another foot, and one that is nearly down stays there.
    return swing < 0 || (this.halting && (swing < 0.15 || swing > 0.85)) ? -1 : swing;
  }

  private turnOfPhase(speed: number, turning: number): number {
    const stride = this.stride;
    const walked = stride > 0.05 && speed > AT_REST ? speed / stride : 0;
    return Math.min(2.6, Math.max(walked, this.moving > 0 ? Math.abs(turning) / TURN_A_CYCLE : 0));
  }

  /** Which gaits the motion asks for. */
  private aim(forward: number, right: number, speed: number, turning: number): void {
    const goal = this.goal;
    if (speed < AT_REST && turning === 0) return; // coming to a stand, one goes on as one went
    goal.fill(0);
    if (speed < 0.2) {
      goal[turning > 0 ? 6 : 7] = Math.abs(turning) > 0.05 ? 1 : 0;
      if (speed < AT_REST) return;
    }
    const f = forward / speed;
    const r = right / speed;
    goal[3] = Math.max(0, -f) ** 2;
    goal[4] = Math.max(0, -r) ** 2;
    goal[5] = Math.max(0, r) ** 2;
    this.pace(Math.max(0, f) ** 2, speed);
  }

  /** Forwards: between the two gaits whose speeds lie about this one. */
  private pace(share: number, speed: number): void {
    const [walk, stride, run] = this.speeds;
    const a = Math.min(1, Math.max(0, (speed - walk) / (stride - walk)));
    const b = Math.min(1, Math.max(0, (speed - stride) / (run - stride)));
    this.goal[0] = share * (1 - a);
    this.goal[1] = share * a * (1 - b);
    this.goal[2] = share * b;
  }
}
