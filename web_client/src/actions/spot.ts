// Where one stands without a 3D view: a place on the floor that one changes only by going to somebody. Pure: time is an argument.
import type { OfferedPose } from '../protocol/generated';
import { Pose } from '../protocol/poses';

const BEFORE_M = [1.2, 0.8]; // as near as people stand who talk
const SIDES = [0, Math.PI / 4, -Math.PI / 4, Math.PI / 2, -Math.PI / 2, Math.PI];
const UP_M = 0.9; // from where one sat
const AGAIN_MS = 400; // the server takes three jumps a second (P-7)
const PATIENCE_MS = 2000; // what was not refused by then was taken

export class Spot {
  readonly pose = new Pose();
  /** The seat one has. */
  seat: string | null = null;
  private next: readonly OfferedPose[] = [];
  private triedAt = -Infinity;
  private refused = false;

  /** One is here: the server says so. */
  put({ position: [x, y, z], yaw }: OfferedPose): void {
    Object.assign(this.pose, { x, y, z, yaw, seated: false });
    this.seat = null;
    this.next = [];
    this.refused = false;
  }

  /** One sits there from now on. */
  sit(seat: string, [x, y, z]: readonly number[], yaw: number): void {
    Object.assign(this.pose, { x, y, z, yaw, seated: true, jump: (this.pose.jump + 1) % 8 });
    this.seat = seat;
    this.next = [];
    this.refused = false;
  }

  /** Gets up, and stands before the seat, or beside it if no floor is there. */
  stand(now: number): void {
    const { x, y, z, yaw } = this.pose;
    this.seat = null;
    this.pose.seated = false;
    this.next = SIDES.map((side) => ({ ...before(x, y, z, yaw + side, UP_M), yaw }));
    this.tryNext(now);
  }

  /** To stand before somebody at this place who looks along `yaw`, eye to eye; at their side if no floor is there. */
  goBefore(x: number, y: number, z: number, yaw: number, now: number): void {
    this.next = BEFORE_M.flatMap((metres) => SIDES.map((side) => before(x, y, z, yaw + side, metres)));
    this.refused = false;
    this.tryNext(now);
  }

  /** To stand beside a thing at this place, on the side from which one comes. */
  goBeside(x: number, z: number, now: number): void {
    const { pose } = this;
    const yaw = Math.atan2(pose.x - x, pose.z - z) + Math.PI;
    this.goBefore(x, pose.y, z, yaw, now);
  }

  /** The server says that one cannot stand there, and where one stands instead (P-7). */
  returned([x, y, z]: readonly number[]): void {
    Object.assign(this.pose, { x, y, z, seated: false });
    this.seat = null;
    this.refused = this.next.length > 0;
  }

  /** Called 20 times a second: what was refused is tried elsewhere. */
  step(now: number): void {
    if (this.refused && now - this.triedAt >= AGAIN_MS) this.tryNext(now);
    else if (!this.refused && now - this.triedAt >= PATIENCE_MS) this.next = [];
  }

  get place(): OfferedPose {
    const { x, y, z, yaw } = this.pose;
    return { position: [x, y, z], yaw };
  }

  private tryNext(now: number): void {
    const [{ position, yaw }, ...rest] = this.next;
    const [x, y, z] = position;
    Object.assign(this.pose, { x, y, z, yaw, jump: (this.pose.jump + 1) % 8 });
    this.next = rest;
    this.refused = false;
    this.triedAt = now;
  }
}

/** `metres` from the place in the direction of `yaw`, looking back at it. A body looks along -Z. */
function before(x: number, y: number, z: number, yaw: number, metres: number): OfferedPose {
  const turned = yaw > 0 ? yaw - Math.PI : yaw + Math.PI;
  return { position: [x - Math.sin(yaw) * metres, y, z - Math.cos(yaw) * metres], yaw: turned };
}
