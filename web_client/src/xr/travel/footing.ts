// The space of the headset in the room: turned about the head, moved with the feet. Nobody is thrown about by a turn.
import { type Object3D, Quaternion, Vector3 } from 'three';
import { wrapped } from '../../interaction/view_glide';

const UP = new Vector3(0, 1, 0);
const SAME_M = 1e-6;
const SAME_RAD = 1e-6;

/** The head in the room, as far as it is moved along. */
export interface Carried {
  readonly position: Vector3;
  readonly rotation: Quaternion;
  readonly yaw: number;
  /** Its rotation has been changed. */
  turned(): void;
}

export class Footing {
  /** The space has moved since this was last set to false. */
  moved = false;
  private readonly offset = new Vector3();
  private readonly rotation = new Quaternion();

  constructor(
    private readonly rig: Object3D,
    private readonly head: Carried,
  ) {}

  /** By so many radians to the left; the head stays where it is. */
  turn(angle: number): void {
    if (Math.abs(angle) < SAME_RAD) return;
    const { rig, head, offset } = this;
    this.rotation.setFromAxisAngle(UP, angle);
    offset.copy(rig.position).sub(head.position).applyQuaternion(this.rotation);
    rig.position.x = head.position.x + offset.x;
    rig.position.z = head.position.z + offset.z;
    rig.rotation.y = wrapped(rig.rotation.y + angle);
    head.rotation.premultiply(this.rotation);
    head.turned();
    this.moved = true;
  }

  /** The head comes to be over `feet` and to look along `yaw`. */
  put(feet: Vector3, yaw: number): void {
    this.turn(wrapped(yaw - this.head.yaw));
    this.by(feet.x - this.head.position.x, feet.z - this.head.position.z);
  }

  /** The headset's own floor is at this height of the room. */
  level(y: number): void {
    const by = y - this.rig.position.y;
    if (Math.abs(by) < SAME_M) return;
    this.rig.position.y = y;
    this.head.position.y += by;
    this.moved = true;
  }

  private by(dx: number, dz: number): void {
    if (Math.abs(dx) + Math.abs(dz) < SAME_M) return;
    const { rig, head } = this;
    rig.position.x += dx;
    rig.position.z += dz;
    head.position.x += dx;
    head.position.z += dz;
    this.moved = true;
  }
}
