// What hands and head do on top of the legs: talking, waving, clapping. One at a time, faded in and out.
import type { Body } from './body';
import type { Clip, ClipSet } from './clips';
import { overlay } from './overlay';
import { joint, JOINT_COUNT, JOINTS, PARENTS } from './skeleton';
import type { Stance } from './stance';

/** What somebody can be asked to do with hands and head. Talking is not among them: it follows from what is said. */
export const GESTURES = ['wave', 'clap', 'raise-hand', 'think', 'present', 'nod'] as const;
export type Gesture = (typeof GESTURES)[number];

const FADE_S = 0.28;
const ROUNDS = 2; // of a loop that nobody says how long to go on with
const SPINE = joint('spine');

/** 1 for the joints that a gesture of the upper body moves, less for the spine, 0 below. */
export const UPPER = Float32Array.from({ length: JOINT_COUNT }, (_, j) => {
  let above = j;
  while (above > 0 && above !== SPINE) above = PARENTS[above];
  if (above !== SPINE) return 0;
  return JOINTS[j] === 'spine' ? 0.4 : JOINTS[j] === 'chest' ? 0.8 : 1;
});


export class Gestures {
  private clip: Clip | null = null;
  private time = 0;
  private weight = 0;
  private endsAt = 0;
  private holds = 0;
  private back = false;
  private next: { readonly clip: Clip; readonly seconds: number } | null = null;

  constructor(
    private readonly clips: ClipSet,
    private readonly body: Body,
  ) {}

  /** The name of what is being done, '' for nothing. */
  get playing(): string {
    return this.clip && this.weight > 0 ? this.clip.name : '';
  }

  /** Begins once the one before has faded; a loop goes on for `seconds`, one with a hold is held so long, others go once through. */
  play(name: Gesture | 'talk', seconds = 0): void {
    const clip = this.clips.get(name);
    if (clip.traits.loop && seconds === 0) seconds = ROUNDS * clip.duration;
    if (clip === this.clip && clip.traits.loop) {
      this.endsAt = this.time + seconds;
      return;
    }
    this.next = { clip, seconds };
    if (this.clip) this.endsAt = Math.min(this.endsAt, this.time);
  }

  step(seconds: number): void {
    if (!this.clip && this.next) this.begin();
    if (!this.clip) return;
    this.time += seconds;
    this.linger(seconds);
    const ends = this.time > this.endsAt - FADE_S;
    this.weight = Math.min(1, Math.max(0, this.weight + (ends ? -1 : 1) * (seconds / FADE_S)));
    if (ends && this.weight === 0) this.clip = null;
  }

  /** Between its marks `in` and `out` a gesture goes to and fro for as long as it is to be held. */
  private linger(seconds: number): void {
    const { in: from, out: to } = this.clip!.traits.marks;
    if (this.holds <= 0 || from === undefined || to === undefined || this.time < from) return;
    this.holds -= seconds;
    this.time += this.back ? -2 * seconds : 0;
    if (this.time > to) this.back = true;
    else if (this.time < from + seconds) this.back = false;
    if (this.holds <= 0) this.time = Math.max(this.time, from);
  }

  /** Over `stance`, in the joints of the upper body. */
  apply(stance: Stance, count: number): void {
    if (!this.clip || this.weight <= 0) return;
    overlay(this.clip, this.time, this.weight, UPPER, this.body, stance, count); // the hips' share is 0
  }

  private begin(): void {
    this.clip = this.next!.clip;
    this.endsAt = this.clip.traits.loop ? this.next!.seconds : this.clip.duration;
    this.holds = this.clip.traits.loop ? 0 : this.next!.seconds;
    this.back = false;
    this.next = null;
    this.time = 0;
    this.weight = 0;
  }
}
