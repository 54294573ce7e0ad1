// How an exhibit follows one hand or two. Pure maths: places, rotations and sizes in the room, nothing is made.
import { Quaternion, Vector3 } from 'three';
import { inScale } from '../../interaction/grasp';

/** A hand in the room. */
export interface Palm {
  readonly position: Vector3;
  readonly rotation: Quaternion;
}

/** Where an exhibit is carried: its origin, how it is turned, how large it is. */
export interface Place {
  readonly position: Vector3;
  readonly rotation: Quaternion;
  scale: number;
}

const NO_WAY_M = 0.02; // hands nearer than this have no direction from one to the other
const UP = new Vector3(0, 1, 0);

const turn = new Quaternion();
const other = new Quaternion();
const way = new Vector3();
const axis = new Vector3();

/** The part of `rotation` that turns about the unit `about`, radians. */
function twist({ x, y, z, w }: Quaternion, about: Vector3): number {
  const angle = 2 * Math.atan2(x * about.x + y * about.y + z * about.z, w);
  return angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
}

/** Writes the point of the exhibit that is at `at` into `out`, in its own axes and size. */
function pointAt({ position, rotation, scale }: Place, at: Vector3, out: Vector3): void {
  out.copy(at).sub(position).applyQuaternion(turn.copy(rotation).invert()).divideScalar(scale);
}

/** Brings that point of the exhibit to `at`. */
function bring(place: Place, point: Vector3, at: Vector3): void {
  place.position.copy(point).multiplyScalar(-place.scale).applyQuaternion(place.rotation).add(at);
}

/** One hand has it: it moves and turns with the hand; what stands upright only about the vertical. */
export class OneHand {
  private readonly point = new Vector3();
  private readonly before = new Quaternion();

  begin(palm: Palm, place: Place): void {
    pointAt(place, palm.position, this.point);
    this.before.copy(palm.rotation);
  }

  move(palm: Palm, place: Place, upright: boolean): void {
    turn.copy(this.before).invert().premultiply(palm.rotation);
    if (upright) turn.setFromAxisAngle(UP, twist(turn, UP));
    place.rotation.premultiply(turn).normalize();
    this.before.copy(palm.rotation);
    bring(place, this.point, palm.position);
  }

  /** Makes it larger or smaller where the hand holds it; false at the limit. */
  resize(palm: Palm, place: Place, factor: number): boolean {
    const wanted = place.scale * factor;
    place.scale = inScale(wanted);
    bring(place, this.point, palm.position);
    return place.scale === wanted;
  }

  /** Turns it about the vertical where the hand holds it. */
  turn(palm: Palm, place: Place, angle: number): void {
    place.rotation.premultiply(turn.setFromAxisAngle(UP, angle));
    bring(place, this.point, palm.position);
  }
}

/**
 * Two hands have it: it turns as the line between them does, rolls as both are rolled about that, and grows as they part;
 * what of it is in the middle between them stays there.
 */
export class TwoHands {
  private readonly point = new Vector3();
  private readonly middle = new Vector3();
  private readonly way = new Vector3();
  private readonly left = new Quaternion();
  private readonly right = new Quaternion();
  private scalePerM = 1;

  begin(left: Palm, right: Palm, place: Place): void {
    this.middle.copy(left.position).add(right.position).multiplyScalar(0.5);
    pointAt(place, this.middle, this.point);
    this.way.copy(right.position).sub(left.position);
    this.scalePerM = place.scale / Math.max(NO_WAY_M, this.way.length());
    this.left.copy(left.rotation);
    this.right.copy(right.rotation);
  }

  /** False while the hands are farther apart, or nearer, than it can grow or shrink. */
  move(left: Palm, right: Palm, place: Place, upright: boolean): boolean {
    way.copy(right.position).sub(left.position);
    const apart = Math.max(NO_WAY_M, way.length());
    if (upright) this.turnUpright(place);
    else this.turnFreely(left, right, place);
    this.way.copy(way);
    this.left.copy(left.rotation);
    this.right.copy(right.rotation);
    const wanted = this.scalePerM * apart;
    place.scale = inScale(wanted);
    bring(place, this.point, this.middle.copy(left.position).add(right.position).multiplyScalar(0.5));
    return place.scale === wanted;
  }

  /** By what the line between the hands has turned about the vertical. */
  private turnUpright(place: Place): void {
    const { way: before } = this;
    if (Math.hypot(before.x, before.z) < NO_WAY_M || Math.hypot(way.x, way.z) < NO_WAY_M) return;
    const angle = Math.atan2(way.x, way.z) - Math.atan2(before.x, before.z);
    place.rotation.premultiply(turn.setFromAxisAngle(UP, angle)).normalize();
  }

  private turnFreely(left: Palm, right: Palm, place: Place): void {
    if (this.way.length() < NO_WAY_M || way.length() < NO_WAY_M) return;
    axis.copy(way).normalize();
    turn.setFromUnitVectors(this.way.normalize(), axis);
    const roll = (this.rolled(this.left, left.rotation) + this.rolled(this.right, right.rotation)) / 2;
    place.rotation.premultiply(turn).premultiply(other.setFromAxisAngle(axis, roll)).normalize();
  }

  /** How far a hand has been rolled about the line between the two, beyond what that line has turned. */
  private rolled(before: Quaternion, now: Quaternion): number {
    other.copy(before).premultiply(turn).invert().premultiply(now);
    return twist(other, axis);
  }
}
