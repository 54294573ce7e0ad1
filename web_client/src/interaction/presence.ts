// Tells the room where one is: while moving as often as the room wants it, once a second at rest.
import { PACES_MS, PoseWriter } from '../protocol/frames';
import { type Box, type Held, type Pose, Reacted } from '../protocol/poses';

const REST_MS = 1000;
/** A timer that is early by so much is on time; what it gains by that it waits the next time. */
const EARLY_MS = 25;
const HEADER = 4;

export class Presence {
  /** How often one's own pose is wanted: an index of `PACES_MS` (F-3). */
  pace = 0;
  private readonly writer = new PoseWriter();
  private readonly reacted = new Reacted();
  private readonly last = new Uint8Array(32);
  private readonly lastHeld = new Uint8Array(32);
  /** When the last pose was sent, or would have been by an even clock: two are never nearer than the pace in the mean. */
  private sentAt = -Infinity;
  private heldAt = -Infinity;

  constructor(private readonly send: (frame: ArrayBuffer) => void) {}

  /** Called at the tick's rate with the pose of now; sends it if it differs from what was said last, or is due. */
  step(pose: Pose, box: Box, now: number): void {
    const next = this.sentAt + PACES_MS[this.pace];
    if (now < next - EARLY_MS) return; // whatever it is now: what it will be then is said
    const frame = this.writer.pose(pose, box);
    if (!differs(frame, this.last) && now - this.sentAt < REST_MS) return;
    keep(frame, this.last);
    this.writer.next(frame);
    this.sentAt = Math.max(now, next);
    this.send(frame);
  }

  /** The next step sends whatever it is (a new line, a new place). */
  due(): void {
    this.sentAt = -Infinity;
  }

  /** The same for what is in hand, at the tick's rate. */
  sendHeld(held: Held, box: Box, now: number): void {
    const frame = this.writer.held(held, box);
    if (!differs(frame, this.lastHeld) && now - this.heldAt < REST_MS) return;
    keep(frame, this.lastHeld);
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

/** Whether the record is another than the `last` one said: what is below a step of the wire is no movement. */
function differs(frame: ArrayBuffer, last: Uint8Array): boolean {
  const bytes = new Uint8Array(frame);
  if (last[0] !== bytes[0]) return true; // another kind of body
  for (let i = HEADER; i < bytes.length; i++) if (last[i] !== bytes[i]) return true;
  return false;
}

function keep(frame: ArrayBuffer, last: Uint8Array): void {
  last.set(new Uint8Array(frame));
}
