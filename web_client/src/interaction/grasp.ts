// An exhibit in one's own hand: turning it, telling the others at once, settling when the hand rests (PROTOCOL.md X).
import { Held } from '../protocol/poses';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';
import { premultiplyTurn } from './turning';

const SEND_MS = 50; // at most the tick's rate
const REST_MS = 350;
const SETTLE_MS = 2000;

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

export class Grasp {
  exhibit: string | null = null;
  private readonly held = new Held();
  private upright = false;
  private changedAt = 0;
  private sentAt = 0;
  private settledAt = 0;
  private unsent = false;
  private unsettled = false;

  constructor(private readonly line: GraspLine) {}

  /** The rotation as it is shown: at once, without the way over the server. */
  get shown(): ArrayLike<number> {
    return this.held.rotation;
  }

  /** It is in hand now: the log said so. */
  begin(taken: Taken): void {
    this.exhibit = taken.exhibit;
    this.held.index = taken.index;
    this.held.slot = taken.slot;
    this.held.rotation.set(taken.rotation);
    this.upright = taken.upright;
    this.unsent = this.unsettled = false;
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
    if (!this.unsettled) this.settledAt = now;
    this.changedAt = now;
    this.unsent = this.unsettled = true;
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

  private four(): Four {
    const [x, y, z, w] = this.held.rotation;
    return [x, y, z, w];
  }
}
