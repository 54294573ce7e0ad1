// One's own body on a screen: where the feet are and the eyes look, moved by keys, by the walking pad, or by itself along a way.
import { Vector3 } from 'three';
import type { Seat } from '../scene/seats';
import type { Floor } from './floor';
import type { Keys } from './keys';
import { Stroll } from './stroll';
import { ViewGlide, wrapped } from './view_glide';

export const EYES_M = 1.6;
const WALK_M_S = 2.3;
const RUN_M_S = 4.6;
const RIM = 0.92; // a pad pushed this far runs
const TURN_RAD_S = 1.9;
const FACE_RAD_S = 2.6;
const AHEAD_RAD = 0.6; // who walks by itself sees where it goes at least so far from the middle
const LEAD_RAD_S = 1.8;
const LEADS_FROM_M_S = 0.8;
const EASE_PER_S = 12;
const PITCH_LIMIT = 1.35;
const LONGEST_STEP_S = 0.05; // what took longer is walked in several
const MOVING_M_S = 0.3;
const LOST_S = 0.5;
const STEP_OFF_M = 1.5;

const FORWARD = ['KeyW', 'ArrowUp'];
const BACK = ['KeyS', 'ArrowDown'];
const TURN_LEFT = ['ArrowLeft'];
const TURN_RIGHT = ['ArrowRight'];

/** What a walker asks of the room: how others nearby push (softly), written as a velocity. */
export type Crowding = (feet: Vector3, out: Vector3) => void;

export class Walker {
  readonly feet = new Vector3();
  yaw = 0;
  pitch = 0;
  /** Counts the places that were not walked to (P-7). */
  jump = 0;
  /** The seat one sits on. */
  seat: Seat | null = null;
  /** What the pad on a touch screen asks: right and forward, each -1 to 1. */
  readonly pad = { right: 0, forward: 0 };
  readonly stroll = new Stroll();
  readonly glide = new ViewGlide();
  /** Keys or the pad ask to walk right now. */
  steered = false;
  /** How fast arrows turn, 1 is usual. */
  turning = 1;
  /** Where one is to look at the end of a way, or while one turns there. */
  private facing: number | null = null;
  /** The view follows the way, until one looks elsewhere. */
  private leads = false;
  private readonly velocity = new Vector3();
  private readonly wanted = new Vector3();
  private readonly good = new Vector3();
  private lostS = 0;

  constructor(
    private readonly keys: Keys,
    private readonly crowding: Crowding = () => undefined,
    private readonly stood: () => void = () => undefined,
  ) {}

  /** Where the eyes are over the feet. */
  get eyes(): number {
    return this.seat ? this.seat.eyes : EYES_M;
  }

  /** Is moved there, by the server or by oneself; not walked. */
  place(position: ArrayLike<number>, yaw: number): void {
    this.feet.set(position[0], position[1], position[2]);
    this.yaw = yaw;
    this.pitch = 0;
    this.seat = null;
    this.glide.cut();
    this.rest();
    this.good.copy(this.feet);
  }

  /** As `place`, by one's own wish: the others are told that it was not walked (P-7). */
  leap(position: Vector3, yaw: number): void {
    this.place(position.toArray(), yaw);
    this.jump = (this.jump + 1) % 8;
  }

  /** Takes this seat; the view glides there unless `cut`. */
  sit(seat: Seat, cut: boolean): void {
    this.rest();
    this.relocate(seat.feet, seat.yaw, seat, cut);
  }

  /** Gets up from the seat, to the free floor before it. */
  stand(floor: Floor, cut: boolean): void {
    const { seat } = this;
    if (!seat) return;
    if (!floor.nearest(seat.front, STEP_OFF_M, this.wanted)) this.wanted.copy(this.good);
    this.relocate(this.wanted, this.yaw, null, cut);
    this.good.copy(this.feet);
    this.stood();
  }

  /** Is up from the seat where one is: one's own feet have carried one off. */
  rise(): void {
    if (!this.seat) return;
    this.seat = null;
    this.stood();
  }

  /** Walks this way by itself; `facing` is where to look at its end. */
  follow(way: readonly Vector3[], facing: number | null, arrived: (() => void) | null): void {
    this.facing = null;
    this.leads = true;
    this.stroll.begin(way, () => {
      this.facing = facing;
      arrived?.();
    });
  }

  /** Stands still: nothing pushes on. */
  rest(): void {
    this.velocity.set(0, 0, 0);
    this.stroll.end();
    this.facing = null;
  }

  look(yaw: number, pitch: number): void {
    this.facing = null;
    this.leads = false;
    this.yaw = wrapped(this.yaw + yaw);
    this.pitch = Math.max(-PITCH_LIMIT, Math.min(PITCH_LIMIT, this.pitch + pitch));
  }

  /** `arrows` is false while the arrow keys turn an exhibit; `cut` when nothing is to glide. */
  step(floor: Floor, seconds: number, arrows: boolean, cut: boolean): void {
    const { keys, pad } = this;
    const forward = keys.axis(usable(FORWARD, arrows), usable(BACK, arrows)) + pad.forward;
    const right = keys.axis(['KeyD'], ['KeyA']) + pad.right;
    this.steered = forward !== 0 || right !== 0;
    const turn = keys.axis(usable(TURN_LEFT, arrows), usable(TURN_RIGHT, arrows)) * TURN_RAD_S * this.turning;
    if (this.steered) {
      this.stroll.end();
      this.facing = null;
      this.stand(floor, cut);
    }
    const steps = Math.max(1, Math.ceil(seconds / LONGEST_STEP_S));
    for (let i = 0; i < steps; i++) this.move(floor, forward, right, turn, seconds / steps);
    this.glide.step(seconds);
  }

  private move(floor: Floor, forward: number, right: number, turn: number, seconds: number): void {
    if (turn !== 0) this.look(turn * seconds, 0);
    if (this.seat) return;
    if (this.stroll.target) this.stroll.steer(this.feet, this.pace, seconds, this.wanted);
    else this.want(forward, right);
    const ease = 1 - Math.exp(-EASE_PER_S * seconds);
    this.velocity.lerp(this.wanted, ease);
    if (this.velocity.length() > MOVING_M_S) this.giveWay(floor, seconds);
    if (Math.abs(this.velocity.x) + Math.abs(this.velocity.z) >= 0.01)
      floor.walk(this.feet, this.velocity.x * seconds, this.velocity.z * seconds);
    this.lead(seconds);
    this.face(seconds);
    this.keepToFloor(floor, seconds);
  }

  /** By Shift, or by the pad pushed to its rim. */
  get runs(): boolean {
    return this.keys.is('ShiftLeft') || this.keys.is('ShiftRight') || Math.hypot(this.pad.right, this.pad.forward) > RIM;
  }

  private get pace(): number {
    return this.runs ? RUN_M_S : WALK_M_S;
  }

  private want(forward: number, right: number): void {
    const length = Math.max(1, Math.hypot(forward, right));
    const sin = Math.sin(this.yaw);
    const cos = Math.cos(this.yaw);
    this.wanted.set(right * cos - forward * sin, 0, -right * sin - forward * cos).multiplyScalar(this.pace / length);
  }

  /** While one moves, others push softly: bodies do not stand in one another, and nobody is stopped. */
  private giveWay(floor: Floor, seconds: number): void {
    this.wanted.set(0, 0, 0);
    this.crowding(this.feet, this.wanted);
    floor.walk(this.feet, this.wanted.x * seconds, this.wanted.z * seconds);
  }

  /** Turns so far that the way lies ahead. */
  private lead(seconds: number): void {
    if (!this.leads || !this.stroll.target || this.velocity.length() < LEADS_FROM_M_S) return;
    const aside = wrapped(Math.atan2(-this.velocity.x, -this.velocity.z) - this.yaw);
    const beyond = Math.max(0, Math.abs(aside) - AHEAD_RAD);
    this.yaw = wrapped(this.yaw + Math.sign(aside) * Math.min(beyond, LEAD_RAD_S * seconds));
  }

  private face(seconds: number): void {
    if (this.facing === null) return;
    const left = wrapped(this.facing - this.yaw);
    const most = FACE_RAD_S * seconds;
    this.yaw = wrapped(this.yaw + Math.max(-most, Math.min(most, left)));
    if (Math.abs(left) <= most) this.facing = null;
  }

  /** Whoever has no floor for a while is brought back to where there was some. */
  private keepToFloor(floor: Floor, seconds: number): void {
    if (floor.holds(this.feet)) {
      this.lostS = 0;
      this.good.copy(this.feet);
      return;
    }
    this.lostS += seconds;
    if (this.lostS < LOST_S) return;
    this.lostS = 0;
    if (!floor.holds(this.good) && !floor.nearest(this.feet, Infinity, this.good)) return;
    this.leap(this.good, this.yaw);
  }

  private relocate(to: Vector3, yaw: number, seat: Seat | null, cut: boolean): void {
    const { x, z } = this.feet;
    const eyes = this.feet.y + this.eyes;
    const before = this.yaw;
    this.feet.copy(to);
    this.yaw = yaw;
    this.seat = seat;
    this.jump = (this.jump + 1) % 8;
    if (cut) this.glide.cut();
    else this.glide.lag(x - to.x, eyes - (to.y + this.eyes), z - to.z, wrapped(before - yaw));
  }
}

const WITHOUT_ARROWS = new Map<readonly string[], readonly string[]>(
  [FORWARD, BACK, TURN_LEFT, TURN_RIGHT].map((keys) => [keys, keys.filter((key) => !key.startsWith('Arrow'))]),
);

function usable(keys: readonly string[], arrows: boolean): readonly string[] {
  return arrows ? keys : WITHOUT_ARROWS.get(keys)!;
}
