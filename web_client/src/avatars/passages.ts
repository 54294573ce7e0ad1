// What lies between two ways of being, played once over the blend of the two: the first step, the halt, sitting down,
// getting up. The first step goes by the legs' own phase, so that feet land where they would; the others by the clock.
import type { Body } from './body';
import type { Clip, ClipSet } from './clips';
import { UPPER } from './gestures';
import type { Locomotion } from './locomotion';
import { overlay } from './overlay';
import type { Stance } from './stance';

const FADE_S = 0.16;
const SEAT_FADE_S = 0.5; // in which one also steps before the seat
const LEAVE_S = 0.3; // before its end a passage begins to give way
const STARTS = 0.08; // phases of the legs between which the first step lies
const STARTED = 0.5;
const WALKS = 0.3; // a share of walking from which nobody is still halting or getting up

export class Passages {
  private readonly start: Clip;
  private readonly stop: Clip;
  private readonly sitDown: Clip;
  private readonly standUp: Clip;
  private clip: Clip | null = null;
  private next: Clip | null = null;
  private time = 0;
  private weight = 0;
  private known = false;
  private seated = false;
  private going = false;
  private stepped = false;

  constructor(
    clips: ClipSet,
    private readonly body: Body,
  ) {
    this.start = clips.get('start');
    this.stop = clips.get('stop');
    this.sitDown = clips.get('sit-down');
    this.standUp = clips.get('stand-up');
  }

  /** The name of what is being played, '' for nothing. */
  get playing(): string {
    return this.clip && this.weight > 0 ? this.clip.name : '';
  }

  /** After the locomotion's step. Who is seen for the first time is already there: no passage brought them. */
  step(seated: boolean, locomotion: Locomotion, seconds: number): void {
    const wanted = this.known ? this.wanted(seated, locomotion) : null;
    this.known = true;
    this.seated = seated;
    this.stepped = locomotion.first;
    if (locomotion.effort === 0) this.going = false;
    else if (locomotion.moving > 0.6) this.going = true;
    if (wanted) this.next = wanted;
    if (!this.clip && this.next) this.begin();
    if (!this.clip) return;
    this.time += seconds;
    const most = seconds / (this.clip === this.sitDown ? SEAT_FADE_S : FADE_S);
    const change = (this.next ? 0 : this.share(locomotion)) - this.weight;
    this.weight += Math.max(-most, Math.min(most, change));
    if (this.weight <= 0 && this.over(locomotion)) this.clip = null;
  }

  /** Over `stance`: the whole body, or what the clip leaves to the legs. */
  apply(stance: Stance, count: number): void {
    if (!this.clip || this.weight <= 0) return;
    const mask = this.clip.traits.mask === 'upper' ? UPPER : null;
    overlay(this.clip, this.time, this.weight, mask, this.body, stance, count);
  }

  private wanted(seated: boolean, { first, effort }: Locomotion): Clip | null {
    if (seated !== this.seated) return seated ? this.sitDown : this.standUp;
    if (seated) return null;
    if (first && !this.stepped) return this.start;
    return this.going && effort === 0 ? this.stop : null;
  }

  private begin(): void {
    this.clip = this.next;
    this.next = null;
    this.time = 0;
    this.weight = 0;
  }

  /** How much of the clip there is to be now; the start's time is the legs' phase. */
  private share({ first, phase, ahead, effort }: Locomotion): number {
    const { clip } = this;
    if (clip === this.start) {
      if (!first) return 0;
      this.time = ((phase - STARTS) / (STARTED - STARTS)) * clip.duration;
      const whole = ahead * Math.min(1, Math.max(0, (effort - 0.6) / 0.4));
      return whole * Math.min(1, Math.max(0, (STARTED - phase) / 0.12));
    }
    if (this.time > clip!.duration - LEAVE_S) return 0;
    return effort > WALKS && clip !== this.sitDown ? 0 : 1;
  }

  private over({ first }: Locomotion): boolean {
    return this.clip === this.start ? !first || this.next !== null : this.time > FADE_S;
  }
}
