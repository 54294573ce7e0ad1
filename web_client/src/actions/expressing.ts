// Reactions: showing one, and what others show. They are of the moment: nothing keeps them, and too many are left out.
import { REACTIONS_BURST, REACTIONS_PER_S } from '../protocol/generated';
import { type Reaction, reactionOf, type ReactionName, REACTIONS } from '../reactions';
import type { RoomReplica } from '../replica/room';
import { announce, type Shown, store } from '../store';

const SHOWN_MS = 2600;
const PUBLISH_MS = 250; // a hall that applauds does not have the panels drawn anew with every hand

/** The part of the world that shows them. */
export interface Scenes {
  react(slot: number, reaction: Reaction): void;
}

export class Expressing {
  /** How many of others were shown so far. */
  seen = 0;
  private left: number = REACTIONS_BURST;
  private filledAt = 0;
  private publishedAt = -Infinity;
  private changed = false;
  private readonly shown = new Map<string, Shown & { readonly until: number }>();

  constructor(
    private readonly send: (code: number) => void,
    private readonly room: RoomReplica,
    private readonly scenes: () => Scenes | null,
    private readonly now: () => number,
  ) {}

  /** Shows a reaction, unless one has shown as many as the room takes (G-2). */
  show(name: ReactionName): void {
    const reaction = REACTIONS.find((one) => one.name === name);
    const me = store.me.value;
    if (!reaction || !me || !this.allowed()) return;
    this.send(reaction.code);
    this.keep(me.member, reaction);
    this.publish();
  }

  /** Somebody shows one. */
  heard(slot: number, code: number): void {
    const member = this.room.bySlot.get(slot);
    const reaction = reactionOf(code);
    if (!member || !reaction || member.member === store.me.value?.member || store.muted.value.has(member.member)) return;
    this.seen++;
    this.scenes()?.react(slot, reaction);
    this.keep(member.member, reaction);
    announce({ kind: 'reacted', name: member.name, reaction: reaction.name });
  }

  /** Called 20 times a second: what is past is no longer shown. */
  step(): void {
    const now = this.now();
    for (const [member, { until }] of this.shown) {
      if (until > now) continue;
      this.shown.delete(member);
      this.changed = true;
    }
    if (this.changed && now - this.publishedAt >= PUBLISH_MS) this.publish();
  }

  private keep(member: string, { name }: Reaction): void {
    const before = this.shown.get(member);
    const times = before?.reaction === name ? before.times + 1 : 1;
    this.shown.set(member, { reaction: name, times, until: this.now() + SHOWN_MS });
    this.changed = true;
  }

  private publish(): void {
    this.changed = false;
    this.publishedAt = this.now();
    store.reactions.value = new Map(this.shown);
  }

  private allowed(): boolean {
    const now = this.now();
    this.left = Math.min(REACTIONS_BURST, this.left + ((now - this.filledAt) / 1000) * REACTIONS_PER_S);
    this.filledAt = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
