// Gliding over the floor by a stick, and turning for as long as it is held: eased at both ends, as starts and stops are what
// makes one sick.
import type { Vector2, Vector3 } from 'three';
import type { Floor } from '../../interaction/floor';
import type { Crowding } from '../../interaction/walker';
import { beyondDead } from './sticks';

const PACE_M_S = 1.8;
const TURN_RAD_S = 1.1;
const EASE_PER_S = 9;
const STILL = 0.02;

export class Stride {
  /** How much one is moved in this frame, 0 to 1: for what calms the view meanwhile. */
  share = 0;
  private right = 0;
  private back = 0;
  private turning = 0;

  /** Moves `feet` as the stick says, seen along `yaw`; others push softly, as on foot. */
  glide({ x, y }: Vector2, yaw: number, feet: Vector3, floor: Floor, seconds: number, push: Vector3, crowding: Crowding): void {
    const ease = 1 - Math.exp(-EASE_PER_S * seconds);
    const most = Math.max(1, Math.hypot(beyondDead(x), beyondDead(y)));
    this.right += (beyondDead(x) / most - this.right) * ease;
    this.back += (beyondDead(y) / most - this.back) * ease;
    const pace = Math.hypot(this.right, this.back);
    this.share = Math.max(this.share, Math.min(1, pace));
    if (pace < STILL) return;
    const sin = Math.sin(yaw);
    const cos = Math.cos(yaw);
    push.set(0, 0, 0);
    crowding(feet, push);
    const dx = (this.right * cos + this.back * sin) * PACE_M_S + push.x;
    const dz = (-this.right * sin + this.back * cos) * PACE_M_S + push.z;
    floor.walk(feet, dx * seconds, dz * seconds);
  }

  /** Radians to the left in this frame; `factor`: faster or slower than usual. */
  turn(x: number, factor: number, seconds: number): number {
    this.turning += (beyondDead(x) - this.turning) * (1 - Math.exp(-EASE_PER_S * seconds));
    if (Math.abs(this.turning) < STILL) return 0;
    this.share = Math.max(this.share, Math.abs(this.turning));
    return -this.turning * TURN_RAD_S * factor * seconds;
  }

  /** Before each frame's moves. */
  begin(): void {
    this.share = 0;
  }

  rest(): void {
    this.right = this.back = this.turning = this.share = 0;
  }
}
