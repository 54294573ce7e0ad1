// Soft sounds of a moment, made by the page itself: somebody comes in, somebody calls, something is announced. Off by default.
const NOTES = {
  came: [[523.25, 0]],
  called: [[659.25, 0], [783.99, 0.16]],
  announced: [[523.25, 0], [659.25, 0.14], [783.99, 0.28]],
} as const;
export type Chime = keyof typeof NOTES;

const LOUD = 0.05; // of full scale
const RISE_S = 0.02;
const FALL_S = 0.9;
export const CHIME_MS = 1500; // all of the longest one, and more
const APART_MS = 1500; // of a crowd that comes in one is heard

export class Chimes {
  /** How many were begun, for those who look from outside. */
  played = 0;
  private wanted = false;
  private last = -Infinity;

  /** `sound` is the page's one context, made when something is to be heard and awake for `CHIME_MS`. */
  constructor(
    private readonly sound: () => AudioContext,
    private readonly now: () => number,
    /** The page may sound: somebody has touched it. */
    private readonly touched: () => boolean,
  ) {}

  /** Whether one wants to hear them. */
  want(wanted: boolean): void {
    this.wanted = wanted;
  }

  /** Too soon after another one it is left out. */
  play(chime: Chime): void {
    const now = this.now();
    if (!this.wanted || !this.touched() || now - this.last < APART_MS) return;
    this.last = now;
    this.played++;
    const context = this.sound();
    for (const [hertz, after] of NOTES[chime]) ring(context, hertz, context.currentTime + after);
  }
}

/** One note like a small bell: a sine that swells at once and fades. */
function ring(context: AudioContext, hertz: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUD, at + RISE_S);
  volume.gain.exponentialRampToValueAtTime(LOUD / 500, at + FALL_S);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + FALL_S);
}
