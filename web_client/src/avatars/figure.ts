// What the crowd keeps of a member between frames: where they are shown, how finely, and what their body is doing.
import { Field, type Tracks } from '../replica/tracks';
import type { Animator, Sense } from './animator';
import type { Gesture } from './gestures';
import type { Look } from './look';
import { Level } from './levels';

const AWAY_SHOWN_S = 3;
const FADE_S = 0.25;

export class Figure implements Sense {
  /** Where they are is known, and they are not long away; `shown` also says that they do not stand in one's own face. */
  known = false;
  shown = false;
  readonly pose = new Float32Array(Field.size);
  /** Height to which a nameplate goes. */
  top = 1.75;
  distance = 0;
  phase = 0;
  pace = 0;
  bodyYaw = 0;
  /** The level that was chosen, the one that is on show, and the one that fades out. */
  level: Level = Level.none;
  drawn: Level = Level.none;
  leaving: Level = Level.none;
  /** How far `drawn` has faded in, 0 to 1. */
  share = 0;
  /** How much of them one lets come so near, 0 to 1. */
  presence = 1;
  /** Their row among the poses, -1 for none. */
  row = -1;
  /** Their row among the colours, -1 until they have one. */
  tones = -1;
  animator: Animator | null = null;
  time = 0;
  lookAt: Float64Array | null = null;
  readonly point = new Float64Array(3);
  /** Until when they speak, in the crowd's seconds. */
  talkingUntil = 0;
  fingers: Float32Array | null = null;
  /** Seconds since the joints were moved last. */
  still = 0;
  private awayS: number;

  constructor(
    readonly slot: number,
    readonly look: Look,
    private away: boolean,
  ) {
    this.awayS = away ? Infinity : 0;
  }

  /** Their connection is lost, or found again; a short loss is not to be seen. */
  setAway(away: boolean): void {
    this.away = away;
  }

  /** Moves on by `seconds`: where they are, and whether they are to be seen. */
  step(tracks: Tracks, time: number, seconds: number): void {
    this.awayS = this.away ? this.awayS + seconds : 0;
    this.known = this.shown = this.awayS < AWAY_SHOWN_S && tracks.at(this.slot, time, this.pose);
  }

  /**
   * Waves, claps, thinks …, over whatever the legs do; the gesture ends by itself. `seconds` say how long a clap goes on or
   * a hand stays up. False if they have no body yet, as when they have only just come: then there is nothing to be seen.
   */
  play(gesture: Gesture, seconds = 0): boolean {
    this.animator?.gestures.play(gesture, seconds);
    return this.animator !== null;
  }

  /** Takes over what the animator has found. */
  follow(animator: Animator): void {
    this.phase = animator.phase;
    this.pace = animator.pace;
    this.bodyYaw = animator.heading.yaw;
  }

  /** The chosen level comes, the one before goes. */
  fade(seconds: number): void {
    if (this.level !== this.drawn) {
      this.leaving = this.drawn;
      this.drawn = this.level;
      this.share = 0;
    }
    this.share = Math.min(1, this.share + seconds / FADE_S);
    if (this.share === 1) this.leaving = Level.none;
  }
}
