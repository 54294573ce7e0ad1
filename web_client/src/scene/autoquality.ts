// Decides by the time that pictures really take whether a device keeps up with the fine picture. Pure: no clock of its own.
// Falls soon, rises late, and changes its mind at most twice, so that nobody watches a picture that flickers between two.
import type { Quality } from './quality';

const WINDOW = 60; // pictures whose median counts as one look
const TOO_SLOW_MS = 42;
const EASY_MS = 22;
const FALL_AFTER = 2; // looks in a row
const RISE_AFTER = 6;
const MOST_CHANGES = 2;
/** A longer pause was no picture: the page slept, or something was loaded. */
const PAUSE_MS = 1000;

export class AutoQuality {
  quality: Quality = 'high';
  private readonly times = new Float32Array(WINDOW);
  private count = -WINDOW; // the first ones are spent on preparing
  private slow = 0;
  private easy = 0;
  private changes = 0;
  private last = NaN;

  /** A picture was shown at `now`, in ms. True when the quality has changed. */
  shown(now: number): boolean {
    const took = now - this.last;
    this.last = now;
    if (!(took < PAUSE_MS) || this.changes === MOST_CHANGES) return false;
    if (this.count >= 0) this.times[this.count] = took;
    if (++this.count < WINDOW) return false;
    this.count = 0;
    this.times.sort();
    return this.judge(this.times[WINDOW / 2]);
  }

  private judge(median: number): boolean {
    this.slow = median > TOO_SLOW_MS ? this.slow + 1 : 0;
    this.easy = median < EASY_MS ? this.easy + 1 : 0;
    const wanted =
      this.quality === 'high' && this.slow >= FALL_AFTER ? 'low' : this.quality === 'low' && this.easy >= RISE_AFTER ? 'high' : this.quality;
    if (wanted === this.quality) return false;
    this.quality = wanted;
    this.changes++;
    this.slow = this.easy = 0;
    return true;
  }
}
