// An exhibit in one's own hand: turning it, telling the others at once, settling when the hand rests (PROTOCOL.md X).
import { Quaternion, Vector3 } from 'three';
import { Held } from '../protocol/poses';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';

const SEND_MS = 50; // at most the tick's rate
const REST_MS = 350;
const SETTLE_MS = 2000;
const UP = new Vector3(0, 1, 0);

type Four = [number, number, number, number];

export interface GraspLine {
  command(draft: Draft): Promise<Outcome>;
  sendHeld(held: Held): void;
}

export class Grasp {
  exhibit: string | null = null;
  readonly rotation = new Quaternion();
  private readonly held = new Held();
  private readonly delta = new Quaternion();
  private upright = false;
  private changedAt = 0;
  private sentAt = 0;
  private settledAt = 0;
  private unsent = false;
  private unsettled = false;

  constructor(private readonly line: GraspLine) {}

  /** It is in hand now: the log said so. `upright` exhibits turn about the vertical only. */
  begin(exhibit: string, index: number, slot: number, rotation: ArrayLike<number>, upright: boolean, now: number): void {
    this.exhibit = exhibit;
    this.rotation.fromArray(Array.from(rotation));
    this.held.index = index;
    this.held.slot = slot;
    this.upright = upright;
    this.unsent = this.unsettled = false;
    this.settledAt = now;
  }

  /** It is no longer in hand, whoever let go. */
  drop(): void {
    this.exhibit = null;
  }

  /** Turns it by `yaw` about the vertical and `pitch` about the onlooker's `right`, radians. */
  turn(yaw: number, pitch: number, right: Vector3, now: number): void {
    if (!this.exhibit) return;
    this.rotation.premultiply(this.delta.setFromAxisAngle(UP, yaw));
    if (!this.upright) this.rotation.premultiply(this.delta.setFromAxisAngle(right, pitch));
    this.rotation.normalize();
    if (!this.unsettled) this.settledAt = now;
    this.changedAt = now;
    this.unsent = this.unsettled = true;
  }

  /** Sends what is due; called at least 20 times a second. */
  step(now: number): void {
    if (!this.exhibit) return;
    if (this.unsent && now - this.sentAt >= SEND_MS) {
      this.rotation.toArray(this.held.rotation as unknown as number[]);
      this.line.sendHeld(this.held);
      this.sentAt = now;
      this.unsent = false;
    }
    const rests = now - this.changedAt >= REST_MS;
    if (this.unsettled && (rests || now - this.settledAt >= SETTLE_MS)) {
      this.settledAt = now;
      this.unsettled = !rests;
      void this.line.command({ type: 'exhibit.settle', exhibit: this.exhibit, rotation: this.four() });
    }
  }

  take(exhibit: string): Promise<Outcome> {
    return this.line.command({ type: 'exhibit.take', exhibit });
  }

  release(): void {
    if (!this.exhibit) return;
    const exhibit = this.exhibit;
    this.drop();
    void this.line.command({ type: 'exhibit.release', exhibit, rotation: this.four() });
  }

  private four(): Four {
    const { x, y, z, w } = this.rotation;
    return [x, y, z, w];
  }
}
