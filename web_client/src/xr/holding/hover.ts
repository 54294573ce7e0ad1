// What is in hand but in no hand: taken by a button, it hangs beside what one reads, and comes along.
import { Euler, type Object3D, Quaternion, Vector3 } from 'three';
import { type Body, halfAlong, middleOf } from '../../scene/extents';
import type { Place } from './grips';
import type { Eyes } from './holding';

const NEAREST_M = 0.75; // from the eyes to its surface
const ASIDE_RAD = 0.6; // to the left: a panel may be open before one
const BELOW_M = 0.25; // the eyes
const LEFT_BEHIND_M = 2.2; // from the eyes; farther off it is brought again
const UP = new Vector3(0, 1, 0);

export class Hover {
  private readonly way = new Vector3();
  private readonly middle = new Vector3();
  /** From the rig, in its axes. */
  private readonly offset = new Vector3();
  private readonly turn = new Quaternion();
  private readonly euler = new Euler(0, 0, 0, 'YXZ');
  private yaw = 0;

  constructor(
    private readonly rig: Object3D,
    private readonly eyes: Eyes,
  ) {}

  /** Brings it before the wearer; `body` is as it is drawn now. */
  begin(body: Body, place: Place): void {
    const { way, middle } = this;
    const { position, rotation } = this.eyes;
    const { y } = this.euler.setFromQuaternion(rotation);
    way.set(0, 0, -1).applyAxisAngle(UP, y + ASIDE_RAD);
    const distance = NEAREST_M + halfAlong(body, way);
    place.position.copy(position).addScaledVector(way, distance).sub(middleOf(body, middle));
    place.position.y -= BELOW_M;
    this.keep(place);
  }

  /** It is here now, and goes with the rig from here. */
  keep(place: Place): void {
    const { rig } = this;
    this.yaw = rig.rotation.y;
    this.offset.copy(place.position).sub(rig.position).applyAxisAngle(UP, -this.yaw);
  }

  /** Goes along; false when it has been left behind. */
  follow(place: Place): boolean {
    const { rig } = this;
    place.position.copy(this.offset).applyAxisAngle(UP, rig.rotation.y).add(rig.position);
    if (rig.rotation.y !== this.yaw) {
      place.rotation.premultiply(this.turn.setFromAxisAngle(UP, rig.rotation.y - this.yaw));
      this.yaw = rig.rotation.y;
    }
    return place.position.distanceTo(this.eyes.position) < LEFT_BEHIND_M;
  }
}
