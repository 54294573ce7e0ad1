// The room as the log tells it: who is here, what was said, who holds what (PROTOCOL.md E, S).
import {
  CHAT_HISTORY,
  type ChatView,
  type ExhibitView,
  type LeaveEntry,
  type MemberView,
  type RoomState,
  type WireEntry,
} from '../protocol/generated';

/** What an entry changed, for those who show it. */
export type Change =
  | { readonly kind: 'state' }
  | { readonly kind: 'joined' | 'left' | 'away' | 'back'; readonly member: MemberView }
  | { readonly kind: 'chat'; readonly line: ChatView }
  | { readonly kind: 'exhibit'; readonly exhibit: ExhibitView }
  | { readonly kind: 'locked'; readonly locked: boolean };

export class RoomReplica {
  /** Which room this is. */
  room = '';
  epoch = '';
  seq = 0;
  locked = false;
  readonly members = new Map<string, MemberView>();
  readonly bySlot = new Map<number, MemberView>();
  readonly exhibits = new Map<string, ExhibitView>();
  chat: readonly ChatView[] = [];
  private known = false;
  private early: WireEntry[] = [];

  constructor(private readonly changed: (change: Change) => void) {}

  /** A welcome to `room`: a state follows, and what comes before it waits. Of another room nothing is kept. */
  expectState(room: string): void {
    this.known = false;
    this.early = [];
    if (room === this.room) return;
    this.room = room;
    this.clear();
    this.changed({ kind: 'state' });
  }

  /** Replaces everything (S-1). */
  load(state: RoomState): void {
    this.room = state.room;
    this.epoch = state.epoch;
    this.seq = state.seq;
    this.locked = state.locked;
    this.clear();
    for (const member of state.members) this.put(member);
    for (const exhibit of state.exhibits) this.exhibits.set(exhibit.exhibit, exhibit);
    this.chat = state.chat.slice(-CHAT_HISTORY);
    this.known = true;
    this.changed({ kind: 'state' });
    const early = this.early;
    this.early = [];
    this.apply(early);
  }

  /** Entries of a frame, in order. One log entry may show as several with the same number. */
  apply(entries: readonly WireEntry[]): void {
    if (!this.known) {
      this.early.push(...entries);
      return;
    }
    const before = this.seq;
    for (const entry of entries) {
      if (entry.seq <= before) continue; // the state had it
      this.one(entry);
      this.seq = Math.max(this.seq, entry.seq);
    }
  }

  private clear(): void {
    this.members.clear();
    this.bySlot.clear();
    this.exhibits.clear();
    this.chat = [];
  }

  private put(member: MemberView): void {
    this.members.set(member.member, member);
    this.bySlot.set(member.slot, member);
  }

  private one(entry: WireEntry): void {
    switch (entry.kind) {
      case 'join': {
        const { member, slot, role, name, avatar } = entry;
        const joined: MemberView = { member, slot, role, name, avatar, away: false };
        this.put(joined);
        return this.changed({ kind: 'joined', member: joined });
      }
      case 'leave':
        return this.gone(entry.member, entry.reason);
      case 'away':
      case 'back':
        return this.away(entry.member, entry.kind);
      case 'chat':
        return this.said(entry);
      case 'room.locked':
        this.locked = entry.locked;
        return this.changed({ kind: 'locked', locked: entry.locked });
      default:
        return this.turned(entry);
    }
  }

  private gone(id: string, reason: LeaveEntry['reason']): void {
    const member = this.members.get(id);
    if (!member) return;
    this.members.delete(id);
    if (this.bySlot.get(member.slot) === member) this.bySlot.delete(member.slot);
    // Words go with their visit (S-3), which goes on in another room.
    if (reason !== 'moved') this.chat = this.chat.filter((line) => line.member !== id);
    this.changed({ kind: 'left', member });
  }

  private away(id: string, kind: 'away' | 'back'): void {
    const before = this.members.get(id);
    if (!before) return;
    const member = { ...before, away: kind === 'away' };
    this.put(member);
    this.changed({ kind, member });
  }

  private said(entry: WireEntry & { kind: 'chat' }): void {
    const name = this.members.get(entry.member)?.name ?? '…';
    const line: ChatView = { seq: entry.seq, at: entry.at, member: entry.member, name, text: entry.text };
    this.chat = [...this.chat, line].slice(-CHAT_HISTORY);
    this.changed({ kind: 'chat', line });
  }

  private turned(entry: WireEntry & { exhibit: string }): void {
    const before = this.exhibits.get(entry.exhibit);
    if (!before) return;
    const exhibit = { ...before };
    if (entry.kind === 'exhibit.taken') exhibit.holder = entry.member;
    if (entry.kind === 'exhibit.released') exhibit.holder = null;
    if (entry.kind === 'exhibit.hotspot') exhibit.hotspot = entry.hotspot;
    if ('rotation' in entry) exhibit.rotation = entry.rotation;
    this.exhibits.set(entry.exhibit, exhibit);
    this.changed({ kind: 'exhibit', exhibit });
  }
}
