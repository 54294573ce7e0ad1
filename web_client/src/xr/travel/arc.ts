// The way of something thrown: from the hand that aims to where one would stand. Pure.
import { Ray, Vector3 } from 'three';

export const ARC_POINTS = 28;
const SPEED_M_S = 7.5;
const GRAVITY_M_S2 = 9.8;
const TIME_S = 2;
const STEEPEST = 0.87; // sine of the angle: who aims straight up does not throw behind

/** Metres from the ray's origin to what ends it, within `length`; Infinity when nothing does. */
export type Meets = (ray: Ray, length: number) => number;

export class Arc {
  /** x, y, z of each point; those from `count` on are nothing. */
  readonly points = new Float32Array(ARC_POINTS * 3);
  count = 0;
  private readonly ray = new Ray();
  private readonly next = new Vector3();
  private readonly thrown = new Vector3();

  /** From the ray's origin along it, down to what it meets first; false where it meets nothing. */
  cast(aim: Ray, meets: Meets): boolean {
    this.launch(aim.direction);
    this.count = 0;
    this.keep(aim.origin);
    this.ray.origin.copy(aim.origin);
    for (let i = 1; i < ARC_POINTS; i++) {
      const t = (TIME_S * i) / (ARC_POINTS - 1);
      this.next.copy(aim.origin).addScaledVector(this.thrown, t);
      this.next.y -= (GRAVITY_M_S2 * t * t) / 2;
      if (this.meetsBefore(meets)) return true;
      this.keep(this.next);
      this.ray.origin.copy(this.next);
    }
    return false;
  }

  /** Straight from the ray's origin to `to`: for who aims by the gaze or a bare hand. */
  straight(aim: Ray, to: Vector3): void {
    this.count = 0;
    for (let i = 0; i < ARC_POINTS; i++) this.keep(this.next.copy(aim.origin).lerp(to, i / (ARC_POINTS - 1)));
  }

  /** Over the floor, from the hand to its end: where one would look who goes on the same way. */
  get yaw(): number {
    const { points, count } = this;
    const last = (count - 1) * 3;
    return Math.atan2(points[0] - points[last], points[2] - points[last + 2]);
  }

  private launch(direction: Vector3): void {
    this.thrown.copy(direction);
    if (direction.y > STEEPEST) {
      const flat = Math.hypot(direction.x, direction.z);
      const wanted = Math.sqrt(1 - STEEPEST * STEEPEST);
      if (flat > 1e-6) this.thrown.set((direction.x / flat) * wanted, STEEPEST, (direction.z / flat) * wanted);
    }
    this.thrown.multiplyScalar(SPEED_M_S);
  }

  private meetsBefore(meets: Meets): boolean {
    const { ray, next } = this;
    const length = ray.origin.distanceTo(next);
    ray.direction.copy(next).sub(ray.origin).divideScalar(length);
    const distance = meets(ray, length);
    if (distance === Infinity) return false;
    this.keep(ray.at(distance, next));
    return true;
  }

  private keep(point: Vector3): void {
    point.toArray(this.points, this.count * 3);
    this.count++;
  }
}
