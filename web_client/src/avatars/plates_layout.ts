// Where names stand on the screen so that each can be read: the nearest keep their place, whoever they cover moves up.
// Pure; lengths are tangents of angles (metres a metre away), so it is the same for a screen and a headset.

const GAP = 0.006;
const KEEP = 0.3; // who has moved up comes down when there is so much more room, in shares of the widths
const NEARER = 1.1; // who is nearer by so much goes first; else who went first before
const HIGHEST = 0.42; // beyond that it would be too far from the head to say whose it is
const LIFT_PER_S = 7;
const FADE_PER_S = 6;

export class PlateLayout {
  /** To be filled before `solve`, by plate: the middle, extents, and how far away. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly half: Float32Array;
  readonly up: Float32Array;
  readonly down: Float32Array;
  readonly distance: Float32Array;
  /** 1 for plates that are to be seen. */
  readonly used: Uint8Array;
  /** What came of it: how far up, and how much to be seen (0 to 1). */
  readonly lift: Float32Array;
  readonly share: Float32Array;
  private readonly goal: Float32Array;
  private readonly order: Uint8Array;
  private readonly placed: Uint8Array;
  private readonly fresh: Uint8Array;

  constructor(readonly count: number) {
    const floats = (): Float32Array => new Float32Array(count);
    this.x = floats();
    this.y = floats();
    this.half = floats();
    this.up = floats();
    this.down = floats();
    this.distance = floats();
    this.lift = floats();
    this.share = floats();
    this.goal = floats();
    this.used = new Uint8Array(count);
    this.placed = new Uint8Array(count);
    this.fresh = new Uint8Array(count).fill(1);
    this.order = Uint8Array.from({ length: count }, (_, i) => i);
  }

  /** This plate has another owner: it begins at its place, without a way from where it was. */
  begin(plate: number): void {
    this.fresh[plate] = 1;
    this.lift[plate] = this.goal[plate] = this.share[plate] = 0;
  }

  solve(seconds: number): void {
    this.sort();
    let placed = 0;
    for (let k = 0; k < this.count; k++) {
      const plate = this.order[k];
      if (!this.used[plate]) continue;
      this.goal[plate] = this.free(plate, placed);
      if (this.goal[plate] <= HIGHEST) this.placed[placed++] = plate;
    }
    this.move(seconds);
  }

  /** Nearly sorted from the last time; of two that are about as far away the order stays. */
  private sort(): void {
    const { order, distance } = this;
    for (let i = 1; i < order.length; i++) {
      const plate = order[i];
      let j = i - 1;
      while (j >= 0 && distance[order[j]] > distance[plate] * NEARER) {
        order[j + 1] = order[j];
        j--;
      }
      order[j + 1] = plate;
    }
  }

  /** The least lift at which it covers none of those that are placed. */
  private free(plate: number, placed: number): number {
    let lift = 0;
    for (let k = 0; k < placed; k++) {
      const other = this.placed[k];
      if (!this.covers(plate, lift, other)) continue;
      lift = this.y[other] + this.goal[other] + this.up[other] + GAP - this.y[plate] + this.down[plate];
      k = -1; // higher up others may be in the way
    }
    return lift;
  }

  private covers(plate: number, lift: number, other: number): boolean {
    const lifted = this.goal[plate] > 0 && lift === 0;
    const wide = (this.half[plate] + this.half[other]) * (lifted ? 1 + KEEP : 1);
    if (Math.abs(this.x[plate] - this.x[other]) >= wide) return false;
    const y = this.y[plate] + lift;
    const at = this.y[other] + this.goal[other];
    const slack = lifted ? KEEP * this.down[plate] : 0;
    const least = GAP - 1e-5; // where it was moved to is not in the way again
    return y - this.down[plate] < at + this.up[other] + least + slack && y + this.up[plate] > at - this.down[other] - least - slack;
  }

  private move(seconds: number): void {
    const near = 1 - Math.exp(-LIFT_PER_S * seconds);
    for (let plate = 0; plate < this.count; plate++) {
      const shown = this.used[plate] && this.goal[plate] <= HIGHEST;
      if (this.used[plate] && this.fresh[plate]) {
        this.lift[plate] = shown ? this.goal[plate] : 0;
        this.fresh[plate] = 0;
      }
      if (shown) this.lift[plate] += (this.goal[plate] - this.lift[plate]) * near;
      const step = (shown ? 1 : -1) * FADE_PER_S * seconds;
      this.share[plate] = Math.min(1, Math.max(0, this.share[plate] + step));
    }
  }
}
