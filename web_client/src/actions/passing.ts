// Passing on what one has in hand: it is offered by itself to who reaches for it, and no longer when they have gone again.
import type { Visit } from '../visit';

const GONE_MS = 1500;

export interface Offers {
  /** What one has in hand. */
  readonly exhibit: string | null;
  offer(member: string | null): void;
}

export class Passing {
  /** Whom it was offered to for that reason. */
  private member: string | null = null;
  private exhibit: string | null = null;
  private nearAt = -Infinity;

  constructor(
    private readonly visit: Visit,
    private readonly offers: Offers,
    private readonly now: () => number,
  ) {}

  /** Who reaches for what one has in hand now: their slot, or -1; to be said again and again. */
  reached(slot: number): void {
    const { exhibit } = this.offers;
    if (exhibit !== this.exhibit) this.member = null;
    this.exhibit = exhibit;
    if (exhibit === null) return;
    const offered = this.visit.room.exhibits.get(exhibit)?.offered ?? null;
    const member = this.visit.room.bySlot.get(slot);
    if (member && !member.away) this.comes(member.member, offered);
    else if (this.member !== null && this.now() - this.nearAt >= GONE_MS) this.goes(offered);
  }

  private comes(member: string, offered: string | null): void {
    this.nearAt = this.now();
    if (member === this.member) return;
    if (offered !== null && offered !== this.member) return; // to somebody whom one has chosen
    this.member = member;
    this.offers.offer(member);
  }

  private goes(offered: string | null): void {
    if (offered === this.member) this.offers.offer(null);
    this.member = null;
  }
}
