// Which way a body faces: the eyes lead, the body follows; walking it goes with the way, standing it turns when it must.
import { angleBetween } from '../replica/slerp';

const WALKING = 0.25; // m/s
const FOLLOW_PER_S = 7;
const FASTEST = 5; // rad/s
const TURN_PER_S = 3.2;
const AT_ONCE = 0.95; // a head turned so far takes the body with it
const AFTER = 0.22; // turned so far for a while, too
const AFTER_S = 0.8;
const DONE = 0.04;

export class Heading {
  yaw = 0;
  /** rad/s of a turn on the spot, left is positive; 0 while walking. */
  turning = 0;
  private waited = 0;
  private going = false;

  cut(yaw: number): void {
    this.yaw = yaw;
    this.turning = 0;
    this.going = false;
  }

  /** `look` is where the head looks, `vx` and `vz` how the body moves over the floor, m/s. */
  step(look: number, vx: number, vz: number, seconds: number): void {
    const speed = Math.hypot(vx, vz);
    if (speed > WALKING) this.walk(look, Math.atan2(-vx, -vz), Math.min(1, speed), seconds);
    else this.stand(look, seconds);
  }

  /** With the way, but never so far from the look that the neck would not reach; across it one sidesteps. */
  private walk(look: number, way: number, share: number, seconds: number): void {
    const goal = look + 0.6 * Math.sin(2 * angleBetween(look, way)) * share;
    const step = angleBetween(this.yaw, goal) * (1 - Math.exp(-FOLLOW_PER_S * seconds));
    this.yaw += Math.max(-FASTEST * seconds, Math.min(FASTEST * seconds, step));
    this.turning = 0;
    this.going = false;
    this.waited = 0;
  }

  private stand(look: number, seconds: number): void {
    const off = angleBetween(this.yaw, look);
    this.waited = Math.abs(off) > AFTER ? this.waited + seconds : 0;
    if (Math.abs(off) > AT_ONCE || this.waited > AFTER_S) this.going = true;
    if (Math.abs(off) < DONE) this.going = false;
    const wanted = this.going ? Math.max(-TURN_PER_S, Math.min(TURN_PER_S, off * 4)) : 0;
    this.turning += (wanted - this.turning) * (1 - Math.exp(-9 * seconds));
    if (!this.going && Math.abs(this.turning) < 0.02) this.turning = 0;
    this.yaw += this.turning * seconds;
  }
}
