// Walking by itself along a way: the pace and the direction at each moment, and when it ends.
import { Vector3 } from 'three';

const CORNER_M = 0.2; // so near to a corner one goes for the next
const THERE_M = 0.07;
const SLOWS_PER_S = 4; // towards the end, metres a second for each metre that is left
const LEAST_M_S = 0.25;
const STUCK_S = 0.7;
const PROGRESS_M = 0.05;
const CROWDED_M = 0.6; // as near as one gets where somebody stands already

export class Stroll {
  /** Where it ends; null when one goes nowhere by oneself. */
  target: Vector3 | null = null;
  /** The last one ended because there was no getting on. */
  blocked = false;
  private way: readonly Vector3[] = [];
  private at = 0;
  private least = Infinity;
  private stuckS = 0;
  private arrived: (() => void) | null = null;

  begin(way: readonly Vector3[], arrived: (() => void) | null = null): void {
    this.way = way;
    this.at = 0;
    this.target = way[way.length - 1];
    this.arrived = arrived;
    this.blocked = false;
    this.goOn();
  }

  /** One does something else instead. */
  end(): void {
    this.target = null;
    this.arrived = null;
  }

  /** Writes the wanted velocity over the floor into `out`, at most `pace`. `seconds` have passed since the last. */
  steer(feet: Vector3, pace: number, seconds: number, out: Vector3): void {
    out.set(0, 0, 0);
    if (!this.target) return;
    this.pass(feet);
    const left = over(feet, this.way[this.at]);
    const last = this.at === this.way.length - 1;
    if (last && left < THERE_M) return this.arrive();
    if (this.stuck(left, seconds)) return this.giveUp(last ? left : Infinity);
    const wanted = last ? Math.min(pace, Math.max(LEAST_M_S, left * SLOWS_PER_S)) : pace;
    const corner = this.way[this.at];
    out.set((corner.x - feet.x) / left, 0, (corner.z - feet.z) / left).multiplyScalar(wanted);
  }

  /** Corners that one is at already lie behind. */
  private pass(feet: Vector3): void {
    while (this.at < this.way.length - 1 && over(feet, this.way[this.at]) < CORNER_M) {
      this.at++;
      this.goOn();
    }
  }

  private goOn(): void {
    this.least = Infinity;
    this.stuckS = 0;
  }

  private stuck(left: number, seconds: number): boolean {
    if (left < this.least - PROGRESS_M) {
      this.least = left;
      this.stuckS = 0;
    } else this.stuckS += seconds;
    return this.stuckS > STUCK_S;
  }

  private arrive(): void {
    const { arrived } = this;
    this.end();
    arrived?.();
  }

  private giveUp(left: number): void {
    if (left < CROWDED_M) return this.arrive();
    this.blocked = true;
    this.end();
  }
}

function over(a: Vector3, b: Vector3): number {
  return Math.hypot(a.x - b.x, a.z - b.z);
}
