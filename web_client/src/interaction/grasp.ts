// An exhibit in one's own hand: turning or carrying it, telling the others at once, settling when the hand rests (PROTOCOL.md X).
import { HELD_SCALE_MAX } from '../protocol/generated';
import { Held } from '../protocol/poses';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';
import { premultiplyTurn } from './turning';

const SEND_MS = 50; // at most the tick's rate
const REST_MS = 350;
const SETTLE_MS = 2000;
const STEADY_COS = Math.cos((1 * Math.PI) / 360); // a hand that holds still trembles by less than a degree

type Four = [number, number, number, number];

export interface GraspLine {
  command(draft: Draft): Promise<Outcome>;
  sendHeld(held: Held): void;
}

/** What is taken: its number on the wire, how it stands, and whether it turns about the vertical only. */
export interface Taken {
  readonly exhibit: string;
  readonly index: number;
  readonly slot: number;
  readonly rotation: ArrayLike<number>;
  readonly upright: boolean;
}

/** Where a hand carries something: its origin in the room, how it is turned from how it stands, how large it is. */
export interface Carry {
  readonly position: { readonly x: number; readonly y: number; readonly z: number };
  readonly rotation: { readonly x: number; readonly y: number; readonly z: number; readonly w: number };
  readonly scale: number;
}

export const inScale = (scale: number): number => Math.min(HELD_SCALE_MAX, Math.max(1 / HELD_SCALE_MAX, scale));

export class Grasp {
  exhibit: string | null = null;
  /** As it is shown: at once, without the way over the server. */
  readonly held = new Held();
  upright = false;
  /** Counts what was changed here by other means than a hand that carries it. */
  adjusted = 0;
  private readonly steady = new Float64Array(4);
  private changedAt = 0;
  private sentAt = 0;
  private settledAt = 0;
  private unsent = false;
  private unsettled = false;

  constructor(private readonly line: GraspLine) {}

  /** How it is turned. */
  get shown(): ArrayLike<number> {
    return this.held.rotation;
  }

  /** It is in hand now: the log said so. Until a hand carries it, it stands at home, and the others are told so. */
  begin(taken: Taken): void {
    const { held } = this;
    this.exhibit = taken.exhibit;
    held.index = taken.index;
    held.slot = taken.slot;
    held.rotation.set(taken.rotation);
    held.carried = false;
    held.scale = 1;
    this.steady.set(held.rotation);
    this.upright = taken.upright;
    this.unsent = true;
    this.unsettled = false;
  }

  /** It is no longer in hand, whoever let go. */
  drop(): void {
    this.exhibit = null;
  }

  /** Turns it by `yaw` about the vertical and `pitch` about the onlooker's right hand side, radians. */
  turn(yaw: number, pitch: number, onlookerYaw: number, now: number): void {
    if (!this.exhibit) return;
    const { rotation } = this.held;
    premultiplyTurn(rotation, 0, 1, 0, yaw);
    if (!this.upright) premultiplyTurn(rotation, Math.cos(onlookerYaw), 0, -Math.sin(onlookerYaw), pitch);
    this.adjusted++;
    this.turned(now);
  }

  /** Makes what is carried larger or smaller. */
  resize(factor: number): void {
    if (!this.exhibit || !this.held.carried) return;
    this.held.scale = inScale(this.held.scale * factor);
    this.adjusted++;
    this.unsent = true;
  }

  /** A hand carries it, and it is here. */
  carry({ position, rotation, scale }: Carry, now: number): void {
    if (!this.exhibit) return;
    const { held } = this;
    held.carried = true;
    held.position[0] = position.x;
    held.position[1] = position.y;
    held.position[2] = position.z;
    held.rotation[0] = rotation.x;
    held.rotation[1] = rotation.y;
    held.rotation[2] = rotation.z;
    held.rotation[3] = rotation.w;
    held.scale = scale;
    this.unsent = true;
    if (!this.isSteady()) this.turned(now);
  }

  /** Sends what is due; called 20 times a second. */
  step(now: number): void {
    if (!this.exhibit) return;
    if (this.unsent && now - this.sentAt >= SEND_MS) {
      this.line.sendHeld(this.held);
      this.sentAt = now;
      this.unsent = false;
    }
    const rests = now - this.changedAt >= REST_MS;
    if (this.unsettled && (rests || now - this.settledAt >= SETTLE_MS)) {
      this.settle();
      this.settledAt = now;
      this.unsettled = !rests;
    }
  }

  /** Says how it stands, if the room does not know yet. */
  settle(): void {
    if (!this.exhibit || !this.unsettled) return;
    this.unsettled = false;
    void this.line.command({ type: 'exhibit.settle', exhibit: this.exhibit, rotation: this.four() });
  }

  take(exhibit: string): Promise<Outcome> {
    return this.line.command({ type: 'exhibit.take', exhibit });
  }

  release(): void {
    if (!this.exhibit) return;
    const { exhibit } = this;
    this.drop();
    void this.line.command({ type: 'exhibit.release', exhibit, rotation: this.four() });
  }

  private isSteady(): boolean {
    let cos = 0;
    for (let i = 0; i < 4; i++) cos += this.held.rotation[i] * this.steady[i];
    return Math.abs(cos) >= STEADY_COS;
  }

  private turned(now: number): void {
    this.steady.set(this.held.rotation);
    if (!this.unsettled) this.settledAt = now;
    this.changedAt = now;
    this.unsent = this.unsettled = true;
  }

  private four(): Four {
    const [x, y, z, w] = this.held.rotation;
    return [x, y, z, w];
  }
}
