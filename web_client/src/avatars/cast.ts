// The figures of everybody who is here, kept in step with the members of the room.
import type { MemberView } from '../protocol/generated';
import { Figure } from './figure';
import { lookOf, type Uniform } from './look';

export class Cast {
  readonly figures: Figure[] = [];
  private readonly bySlot = new Map<number, { figure: Figure; member: string }>();
  /** The branch's colours, for staff. */
  uniform: Uniform | null = null;

  /** One's own figure is not drawn, nor that of somebody who is aside (PROTOCOL.md Q-2). */
  sync(members: Iterable<MemberView>, ownSlot: number): void {
    const present = new Set<number>();
    for (const { slot, member, avatar, role, away, aside } of members) {
      if (slot === ownSlot || aside) continue;
      present.add(slot);
      const known = this.bySlot.get(slot);
      if (known?.member === member) known.figure.setAway(away);
      else this.bySlot.set(slot, { figure: new Figure(slot, lookOf(avatar, role, this.uniform), away), member });
    }
    for (const slot of [...this.bySlot.keys()]) if (!present.has(slot)) this.bySlot.delete(slot);
    this.figures.length = 0;
    for (const { figure } of this.bySlot.values()) this.figures.push(figure);
  }

  figure(slot: number): Figure | undefined {
    return this.bySlot.get(slot)?.figure;
  }
}
