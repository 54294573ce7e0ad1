// The one-euro filter (Casiez and others, 2012): what is held still is smoothed much, what moves fast hardly at all.
// For rays of bare hands and of the head, which tremble.

const SPEED_CUTOFF_HZ = 1;

function share(cutoffHz: number, seconds: number): number {
  const way = 2 * Math.PI * cutoffHz * seconds;
  return way / (way + 1);
}

/** Smooths `size` numbers that belong together; the first ones are taken as they are. */
export class Steady {
  readonly values: Float64Array;
  private readonly speeds: Float64Array;
  private known = false;

  /** `restHz`: how fast it follows what hardly moves; `perSpeed`: how much faster for each unit a second. */
  constructor(
    size: number,
    private readonly restHz: number,
    private readonly perSpeed: number,
  ) {
    this.values = new Float64Array(size);
    this.speeds = new Float64Array(size);
  }

  /** What comes next has nothing to do with what was. */
  forget(): void {
    this.known = false;
  }

  /** Writes the smoothed numbers into `measured` too. `calm` (0 to 1) holds them stiller still: while one pinches. */
  step(measured: Float64Array, seconds: number, calm: number): void {
    if (!this.known) {
      this.known = true;
      this.values.set(measured);
      this.speeds.fill(0);
    } else if (seconds > 0) this.follow(measured, seconds, calm);
    measured.set(this.values);
  }

  private follow(measured: Float64Array, seconds: number, calm: number): void {
    const { values, speeds } = this;
    const ease = share(SPEED_CUTOFF_HZ, seconds);
    let square = 0;
    for (let i = 0; i < values.length; i++) {
      speeds[i] += ((measured[i] - values[i]) / seconds - speeds[i]) * ease;
      square += speeds[i] * speeds[i];
    }
    const cutoff = (this.restHz + this.perSpeed * Math.sqrt(square)) * (1 - 0.8 * calm);
    const most = share(cutoff, seconds);
    for (let i = 0; i < values.length; i++) values[i] += (measured[i] - values[i]) * most;
  }
}
