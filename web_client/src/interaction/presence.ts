// Tells the room where one is: 20 times a second while moving, once a second at rest.
import { PoseWriter } from '../protocol/frames';
import { type Box, type Held, type Pose, Reacted } from '../protocol/poses';

const REST_MS = 1000;

export class Presence {
  private readonly writer = new PoseWriter();
  private readonly reacted = new Reacted();
  private readonly last = new Uint8Array(32);
  private readonly lastHeld = new Uint8Array(32);
  private sentAt = -Infinity;
  private heldAt = -Infinity;

  constructor(private readonly send: (frame: ArrayBuffer) => void) {}

  /** Called at the tick's rate with the pose of now; sends it if it differs from the last one, or is due. */
  step(pose: Pose, box: Box, now: number): void {
    const frame = this.writer.pose(pose, box);
    if (!differs(frame, this.last) && now - this.sentAt < REST_MS) return;
    this.writer.next(frame);
    this.sentAt = now;
    this.send(frame);
  }

  /** The next step sends whatever it is (a new line, a new place). */
  due(): void {
    this.sentAt = -Infinity;
  }

  /** The same for what is in hand. */
  sendHeld(held: Held, box: Box, now: number): void {
    const frame = this.writer.held(held, box);
    if (!differs(frame, this.lastHeld) && now - this.heldAt < REST_MS) return;
    this.writer.next(frame);
    this.heldAt = now;
    this.send(frame);
  }

  sendReaction(slot: number, reaction: number): void {
    this.reacted.slot = slot;
    this.reacted.reaction = reaction;
    const frame = this.writer.reaction(this.reacted);
    this.writer.next(frame);
    this.send(frame);
  }
}

/** Compares the record with the `last` one, and keeps it: what is below a step of the wire is no movement. */
function differs(frame: ArrayBuffer, last: Uint8Array): boolean {
  const bytes = new Uint8Array(frame);
  let differs = false;
  for (let i = 4; i < bytes.length; i++) {
    if (last[i] !== bytes[i]) differs = true;
    last[i] = bytes[i];
  }
  return differs;
}
