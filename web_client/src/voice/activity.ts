// Who speaks, told by how loud they are: a breath is no word, and a pause between words is no end. Pure.

const SPEAKS = 0.012; // of full scale, as the root of the mean square: about -38 dB
const SILENT = 0.006;
const WORD_MS = 80;
const PAUSE_MS = 700;
const FLOOR_DB = -55; // of the bar
const TOP_DB = -12;
const FALLS_PER_S = 1.6;

export class Activity {
  speaks = false;
  private since = -Infinity;
  private last = -Infinity;

  /** Heard so loud at `now` (ms); true if that changes whether they speak. */
  hear(level: number, now: number): boolean {
    if (level < (this.speaks ? SILENT : SPEAKS)) {
      this.since = Infinity;
      return this.speaks && now - this.last >= PAUSE_MS && this.become(false);
    }
    if (!Number.isFinite(this.since)) this.since = now;
    this.last = now;
    return !this.speaks && now - this.since >= WORD_MS && this.become(true);
  }

  private become(speaks: boolean): true {
    this.speaks = speaks;
    return true;
  }
}

/** The root of the mean square of what was sampled. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] * samples[i];
  return Math.sqrt(sum / samples.length);
}

/** A calm bar from 0 to 1: up at once, down slowly. */
export function barOf(level: number, before: number, seconds: number): number {
  const loud = level > 0 ? (20 * Math.log10(level) - FLOOR_DB) / (TOP_DB - FLOOR_DB) : 0;
  return Math.min(1, Math.max(0, loud, before - FALLS_PER_S * seconds));
}
