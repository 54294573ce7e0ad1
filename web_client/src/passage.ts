// Going to another room on the same socket (PROTOCOL.md H-7): asked, granted by the ack, done by the welcome.
import type { BranchRoom } from './net/api';
import type { Outcome } from './net/outbox';
import type { Draft } from './protocol/messages';

/** Why one is still where one was. */
export type Hindrance = 'full' | 'locked' | 'closed' | 'failed';

export interface PassageLine {
  command(draft: Draft): Promise<Outcome>;
  /** Learns what the room's scene is made of, before one is in it. */
  know(scene: string): Promise<unknown>;
  /** The room one is on the way to, or null. */
  going(room: string | null): void;
}

/**
 * While `to` names a room nothing may be said about one's place: the server could take it for a
 * place in the new room, under the slot of the old one.
 */
export class Passage {
  to: string | null = null;
  private here: string | null = null;
  private asked = false;

  constructor(private readonly line: PassageLine) {}

  /** Null when one is through, or on the way already. */
  async go({ room, scene }: BranchRoom): Promise<Hindrance | null> {
    if (this.to !== null || room === this.here) return null;
    this.become(room);
    const outcome = await this.ask(room, scene);
    this.asked = false;
    if (outcome?.kind === 'accepted' && !outcome.repeat) return null; // the welcome follows
    this.become(null);
    return this.here === room ? null : hindrance(outcome);
  }

  /** A welcome came: from the room one was going to, or after the line was broken. */
  welcomed(room: string): void {
    this.here = room;
    if (room === this.to || !this.asked) this.become(null);
  }

  private async ask(room: string, scene: string): Promise<Outcome | null> {
    try {
      await this.line.know(scene);
    } catch {
      return null;
    }
    this.asked = true;
    return this.line.command({ type: 'enter', room });
  }

  private become(to: string | null): void {
    this.to = to;
    this.line.going(to);
  }
}

function hindrance(outcome: Outcome | null): Hindrance {
  if (outcome?.kind !== 'refused') return 'failed';
  const { reason } = outcome;
  if (reason === 'full' || reason === 'locked') return reason;
  return reason === 'no_such_room' || reason === 'not_allowed' ? 'closed' : 'failed';
}
