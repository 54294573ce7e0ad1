// Decides how fine the picture of a worn headset is, by the time that its frames take: what costs least to the eye goes
// first, before frames are late where the script shows it coming, within a second where only late frames show it.
// Pure: no clock of its own.

/** What a step leaves of the whole. */
export interface Step {
  /** Of each eye's picture, in each direction. */
  readonly scale: number;
  /** How much coarser its edges may be, 0 to 1. */
  readonly foveation: number;
  /** Of the people who may be drawn finely. */
  readonly people: number;
  /** Whether floors and furniture mirror the room. */
  readonly reflections: boolean;
}

export const STEPS: readonly [Step, ...Step[]] = [
  { scale: 1, foveation: 0.5, people: 1, reflections: true },
  { scale: 1, foveation: 1, people: 1, reflections: true },
  { scale: 0.85, foveation: 1, people: 0.5, reflections: true },
  { scale: 0.85, foveation: 1, people: 0.5, reflections: false },
  { scale: 0.7, foveation: 1, people: 0.25, reflections: false },
];

const WINDOW = 72; // frames that count as one look: a second
const LATE = 1.5; // of a frame's time between two pictures: one was left out
const HEAVY = 0.75; // of a frame's time for the script: little is left for the card and the browser
const LIGHT = 0.55;
const FALL_LATE = 5; // frames of a look
const FALL_HEAVY = WINDOW / 2;
const EASY_LATE = 1;
const EASY_HEAVY = 4;
const RISE_AFTER = 8; // looks in a row
const RISE_LATEST = 128; // for who has fallen again each time after rising
const WARM_LOOKS = 2; // spent on preparing
/** A longer pause was no frame: the headset was off the head, or something was loaded. */
const PAUSE_MS = 1000;

export class HeadsetQuality {
  private step = 0;
  private last = NaN;
  private count = 0;
  private late = 0;
  private heavy = 0;
  private full = 0;
  private looks = -WARM_LOOKS;
  private easy = 0;
  private riseAfter = RISE_AFTER;
  private rose = false;

  get wanted(): Step {
    return STEPS[this.step];
  }

  /**
   * A frame was begun at `now`, its script took `busy`, and the headset wants one each `frameMs`, all ms. True when the
   * step has changed.
   */
  shown(now: number, busy: number, frameMs: number): boolean {
    const took = now - this.last;
    this.last = now;
    if (!(took < PAUSE_MS)) return false;
    if (took > frameMs * LATE) this.late++;
    if (busy > frameMs * HEAVY) this.full++;
    if (busy > frameMs * LIGHT) this.heavy++;
    if (++this.count < WINDOW) return false;
    const changed = ++this.looks > 0 && this.judge();
    this.count = this.late = this.heavy = this.full = 0;
    return changed;
  }

  private judge(): boolean {
    if (this.late >= FALL_LATE || this.full >= FALL_HEAVY) return this.fall();
    const easy = this.late <= EASY_LATE && this.heavy <= EASY_HEAVY;
    this.easy = easy ? this.easy + 1 : 0;
    if (this.easy === RISE_AFTER) this.rose = false; // it has held
    if (this.step === 0 || this.easy < this.riseAfter) return false;
    this.step--;
    this.easy = 0;
    return (this.rose = true);
  }

  /** Who falls soon after rising waits twice as long until the next time: nobody watches a picture that goes to and fro. */
  private fall(): boolean {
    if (this.rose) this.riseAfter = Math.min(RISE_LATEST, this.riseAfter * 2);
    this.rose = false;
    this.easy = 0;
    if (this.step === STEPS.length - 1) return false;
    this.step++;
    return true;
  }
}
