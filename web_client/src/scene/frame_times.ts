// How long the script of a frame takes, without the drawing: the last few seconds of it. Nothing is made per frame.

const KEPT = 300; // frames

export class FrameTimes {
  /** Of the last frame with the drawing that it asked for, ms. */
  busy = 0;
  private readonly times = new Float32Array(KEPT);
  private readonly sorted = new Float32Array(KEPT);
  private count = 0;
  private begun = 0;

  begin(now: number): void {
    this.begun = now;
  }

  /** All is where it is to be; now it is drawn. */
  scripted(now: number): void {
    this.times[this.count++ % KEPT] = now - this.begun;
  }

  drawn(now: number): void {
    this.busy = now - this.begun;
  }

  /** The middle of all that are kept, ms, and how many these are. */
  get script(): { readonly medianMs: number; readonly frames: number } {
    const frames = Math.min(KEPT, this.count);
    this.sorted.set(this.times);
    const median = this.sorted.subarray(0, frames).sort()[Math.floor((frames - 1) / 2)];
    return { medianMs: frames > 0 ? median : 0, frames };
  }
}
