// Everybody else in the room, drawn from the tracks in every frame: stance, walk, headset hands. Nothing is allocated.
import { type Color, Frustum, Matrix4, type PerspectiveCamera, Quaternion, Sphere, Vector3 } from 'three';
import { angleBetween } from '../replica/slerp';
import { Field, type Tracks } from '../replica/tracks';
import type { Quality } from '../scene/quality';
import { Joint } from './geometry';
import { type Look } from './palette';
import { makeParts, type Parts } from './parts';

const STRIDE = 1.35; // metres of a full cycle of both legs
const STANDING_EYES = 1.6;
const TOO_NEAR_M = 0.45;
const AWAY_SHOWN_S = 3;
const DOWN = new Vector3(0, -1, 0);

/** What the crowd keeps of a member between frames. */
export class Figure {
  /** Where they are is known, and they are not long away; `shown` also says that they are not in one's own face. */
  known = false;
  shown = false;
  readonly pose = new Float32Array(Field.size);
  /** Height to which a nameplate goes. */
  top = 0;
  distance = 0;
  phase = 0;
  pace = 0;
  bodyYaw = 0;
  private fresh = true;
  private awayS: number;

  constructor(
    readonly slot: number,
    readonly look: Look,
    private away: boolean,
  ) {
    this.awayS = away ? Infinity : 0;
  }

  /** Their connection is lost, or found again; a short loss is not to be seen. */
  setAway(away: boolean): void {
    this.away = away;
  }

  /** Moves on by `seconds`. */
  step(tracks: Tracks, time: number, seconds: number): void {
    this.awayS = this.away ? this.awayS + seconds : 0;
    this.known = this.shown = this.awayS < AWAY_SHOWN_S && tracks.at(this.slot, time, this.pose);
    if (!this.known) return;
    const speed = Math.min(6, this.pose[Field.speed]);
    this.pace += (speed - this.pace) * (1 - Math.exp(-9 * seconds));
    this.phase = (this.phase + (this.pace * seconds * 2 * Math.PI) / STRIDE) % (2 * Math.PI);
    const goal = this.pose[Field.yaw];
    // A screen member's body is where they look; a headset member's follows the head slowly.
    const follow = this.pose[Field.headset] === 1 && !this.fresh ? 1 - Math.exp(-5 * seconds) : 1;
    this.bodyYaw += angleBetween(this.bodyYaw, goal) * follow;
    this.fresh = false;
  }
}

export class Crowd {
  readonly parts: Parts;
  private readonly frustum = new Frustum();
  private readonly sphere = new Sphere(new Vector3(), 1.2);
  private readonly view = new Matrix4();
  private readonly base = new Matrix4();
  private readonly joint = new Matrix4();
  private readonly local = new Matrix4();
  private readonly a = new Vector3();
  private readonly b = new Vector3();
  private readonly scale = new Vector3();
  private readonly q = new Quaternion();
  private readonly eye = new Vector3();

  constructor(quality: Quality) {
    this.parts = makeParts(quality);
  }

  /** `floorAt` answers the height of the floor under a headset member. */
  draw(
    figures: readonly Figure[],
    camera: PerspectiveCamera,
    cull: boolean,
    floorAt: (x: number, z: number, from: number) => number,
    time: number,
  ): void {
    for (const part of this.parts.all) part.begin();
    this.view.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
    this.frustum.setFromProjectionMatrix(this.view);
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    for (const figure of figures) {
      if (!figure.shown) continue;
      const { pose } = figure;
      if (pose[Field.headset] === 1) pose[Field.y] = floorAt(pose[Field.x], pose[Field.z], pose[Field.headY]);
      this.sphere.center.set(pose[Field.x], pose[Field.y] + 0.9, pose[Field.z]);
      figure.distance = this.eye.distanceTo(this.sphere.center);
      // Who stands in one's own face is left out, or one would see into them.
      figure.shown = Math.hypot(this.eye.x - pose[Field.x], this.eye.z - pose[Field.z]) > TOO_NEAR_M;
      if (!figure.shown) continue;
      if (cull && !this.frustum.intersectsSphere(this.sphere)) continue;
      if (pose[Field.headset] === 1) this.drawHeadset(figure);
      else this.drawDesktop(figure, time);
    }
    for (const part of this.parts.all) part.end();
  }

  private drawDesktop(figure: Figure, time: number): void {
    const { pose, look, phase } = figure;
    const stride = Math.min(1, figure.pace / 1.4);
    const breath = Math.sin(time * 1.7 + figure.slot) * 0.003;
    const bob = Math.abs(Math.cos(phase)) * 0.03 * stride + breath;
    this.place(pose[Field.x], pose[Field.y] + bob - 0.02 * stride, pose[Field.z], figure.bodyYaw, -0.05 * stride);
    this.drawShadow(figure);
    this.parts.torso.add(this.base, look.cloth);
    figure.top = pose[Field.y] + 1.72;
    this.local.makeRotationX(pose[Field.pitch] * 0.55).setPosition(0, Joint.headY, -0.012);
    this.drawHead(this.joint.multiplyMatrices(this.base, this.local), look);
    const swing = Math.sin(phase) * 0.54 * stride;
    const idle = Math.sin(time * 1.1 + figure.slot * 1.7) * 0.02;
    this.drawLeg(-1, swing, look.trousers);
    this.drawLeg(1, -swing, look.trousers);
    this.drawArm(-1, -swing * 0.8 + idle + 0.05, look);
    this.drawArm(1, swing * 0.8 - idle + 0.05, look);
  }

  private drawHeadset(figure: Figure): void {
    const { pose, look } = figure;
    const tall = (pose[Field.headY] - pose[Field.y]) / STANDING_EYES;
    const size = Math.min(1.2, Math.max(0.55, tall));
    const sin = Math.sin(figure.bodyYaw);
    const cos = Math.cos(figure.bodyYaw);
    // The eyes are before the neck: the body stands a little behind them.
    const back = 0.09 * size;
    this.place(pose[Field.x] + sin * back, pose[Field.y], pose[Field.z] + cos * back, figure.bodyYaw, 0);
    this.base.scale(this.scale.set(Math.max(0.85, size), size, Math.max(0.85, size)));
    this.drawShadow(figure);
    this.parts.torso.add(this.base, look.cloth);
    figure.top = pose[Field.headY] + 0.14;
    this.drawLeg(-1, 0, look.trousers);
    this.drawLeg(1, 0, look.trousers);
    this.drawTrackedArm(-1, pose, Field.leftTracked, look);
    this.drawTrackedArm(1, pose, Field.rightTracked, look);
    this.q.fromArray(pose, Field.head);
    this.a.set(0, -0.012, 0.1).applyQuaternion(this.q);
    this.b.set(pose[Field.x], pose[Field.headY], pose[Field.z]).add(this.a);
    this.drawHead(this.joint.compose(this.b, this.q, this.scale.set(1, 1, 1)), look);
  }

  private place(x: number, y: number, z: number, yaw: number, lean: number): void {
    this.base.makeRotationY(yaw).setPosition(x, y, z);
    if (lean !== 0) this.base.multiply(this.local.makeRotationX(lean));
  }

  private drawShadow({ pose }: Figure): void {
    this.local.makeTranslation(pose[Field.x], pose[Field.y] + 0.012, pose[Field.z]);
    this.parts.shadow.add(this.local, null);
  }

  private drawHead(at: Matrix4, look: Look): void {
    this.parts.head.add(at, look.skin);
    this.parts.hair[look.hairStyle].add(at, look.hair);
  }

  private drawLeg(side: number, swing: number, color: Color): void {
    this.local.makeRotationX(swing).setPosition(side * Joint.hipX, Joint.hipY, 0);
    this.parts.leg.add(this.joint.multiplyMatrices(this.base, this.local), color);
  }

  private drawArm(side: number, swing: number, look: Look): void {
    this.local.makeRotationZ(side * 0.085).setPosition(side * Joint.shoulderX, Joint.shoulderY, 0);
    this.joint.multiplyMatrices(this.base, this.local).multiply(this.local.makeRotationX(swing));
    this.parts.arm.add(this.joint, look.cloth);
    this.local.makeTranslation(0, -0.485, 0);
    this.parts.hand.add(this.joint.multiply(this.local), look.skin);
  }

  /** An arm that reaches from the shoulder to the hand, wherever that is. */
  private drawTrackedArm(side: number, pose: Float32Array, tracked: number, look: Look): void {
    if (pose[tracked] === 0) {
      this.drawArm(side, 0.05, look);
      return;
    }
    const shoulder = this.a.set(side * Joint.shoulderX, Joint.shoulderY, 0).applyMatrix4(this.base);
    const at = tracked + 1;
    const wrist = this.b.set(
      pose[Field.x] + pose[at],
      pose[Field.headY] + pose[at + 1],
      pose[Field.z] + pose[at + 2],
    );
    const hand = this.parts.hand;
    this.q.fromArray(pose, tracked + 4);
    // A grip's -Z points along the fist's front; the hand's model hangs down.
    this.joint.compose(wrist, this.q, this.scale.set(1, 1, 1)).multiply(this.local.makeRotationX(Math.PI / 2));
    hand.add(this.joint, look.skin);
    wrist.sub(shoulder);
    const length = wrist.length();
    this.q.setFromUnitVectors(DOWN, wrist.normalize());
    this.scale.set(1, Math.max(0.3, length / 0.5), 1);
    this.parts.arm.add(this.joint.compose(shoulder, this.q, this.scale), look.cloth);
  }
}

