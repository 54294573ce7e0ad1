// The eyes come after the body: sitting down, standing up and turning are one step for the body and a glide for the view.
import { Vector3 } from 'three';

const EASE_PER_S = 7;
const DONE_M = 0.002;
const DONE_RAD = 0.002;

export class ViewGlide {
  /** From where the eyes belong to where they still are. */
  readonly offset = new Vector3();
  yaw = 0;

  /** The body has moved: the eyes stay where they were and follow from now on. */
  lag(dx: number, dy: number, dz: number, yaw: number): void {
    this.offset.x += dx;
    this.offset.y += dy;
    this.offset.z += dz;
    this.yaw = wrapped(this.yaw + yaw);
  }

  cut(): void {
    this.offset.set(0, 0, 0);
    this.yaw = 0;
  }

  step(seconds: number): void {
    const left = Math.exp(-EASE_PER_S * seconds);
    this.offset.multiplyScalar(left);
    this.yaw *= left;
    if (this.offset.length() < DONE_M && Math.abs(this.yaw) < DONE_RAD) this.cut();
  }
}

/** The same angle from -π to π. */
export function wrapped(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
