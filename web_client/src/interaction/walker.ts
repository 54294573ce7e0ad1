// One's own body on a screen: where the feet are, where the eyes look, moved by keys and by the walking pad.
import { Vector3 } from 'three';
import type { Floor } from './floor';
import type { Keys } from './keys';

export const EYES_M = 1.6;
const WALK_M_S = 2.3;
const RUN_M_S = 4.6;
const TURN_RAD_S = 1.9;
const EASE_PER_S = 12;
const PITCH_LIMIT = 1.35;

const FORWARD = ['KeyW', 'ArrowUp'];
const BACK = ['KeyS', 'ArrowDown'];
const TURN_LEFT = ['ArrowLeft'];
const TURN_RIGHT = ['ArrowRight'];

export class Walker {
  readonly feet = new Vector3();
  yaw = 0;
  pitch = 0;
  /** What the pad on a touch screen asks: right and forward, each -1 to 1. */
  readonly pad = { right: 0, forward: 0 };
  private readonly velocity = new Vector3();

  constructor(private readonly keys: Keys) {}

  place(position: ArrayLike<number>, yaw: number): void {
    this.feet.set(position[0], position[1], position[2]);
    this.velocity.set(0, 0, 0);
    this.yaw = yaw;
    this.pitch = 0;
  }

  look(yaw: number, pitch: number): void {
    this.yaw = Math.atan2(Math.sin(this.yaw + yaw), Math.cos(this.yaw + yaw));
    this.pitch = Math.max(-PITCH_LIMIT, Math.min(PITCH_LIMIT, this.pitch + pitch));
  }

  /** `arrows` is false while the arrow keys turn an exhibit. */
  step(floor: Floor, seconds: number, arrows: boolean): void {
    const { keys, pad } = this;
    const forward = keys.axis(usable(FORWARD, arrows), usable(BACK, arrows)) + pad.forward;
    const right = keys.axis(['KeyD'], ['KeyA']) + pad.right;
    this.look(keys.axis(usable(TURN_LEFT, arrows), usable(TURN_RIGHT, arrows)) * TURN_RAD_S * seconds, 0);
    this.move(floor, forward, right, seconds);
  }

  private move(floor: Floor, forward: number, right: number, seconds: number): void {
    const length = Math.max(1, Math.hypot(forward, right));
    const pace = this.keys.is('ShiftLeft') || this.keys.is('ShiftRight') ? RUN_M_S : WALK_M_S;
    const sin = Math.sin(this.yaw);
    const cos = Math.cos(this.yaw);
    const wantedX = ((right * cos - forward * sin) / length) * pace;
    const wantedZ = ((-right * sin - forward * cos) / length) * pace;
    const ease = 1 - Math.exp(-EASE_PER_S * seconds);
    this.velocity.x += (wantedX - this.velocity.x) * ease;
    this.velocity.z += (wantedZ - this.velocity.z) * ease;
    if (Math.abs(this.velocity.x) + Math.abs(this.velocity.z) < 0.01) return;
    floor.walk(this.feet, this.velocity.x * seconds, this.velocity.z * seconds);
  }
}

const WITHOUT_ARROWS = new Map<readonly string[], readonly string[]>(
  [FORWARD, BACK, TURN_LEFT, TURN_RIGHT].map((keys) => [keys, keys.filter((key) => !key.startsWith('Arrow'))]),
);

function usable(keys: readonly string[], arrows: boolean): readonly string[] {
  return arrows ? keys : WITHOUT_ARROWS.get(keys)!;
}
