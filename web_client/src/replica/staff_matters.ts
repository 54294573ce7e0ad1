// What staff have said and done in the room, and who calls for them, as the log tells it (PROTOCOL.md D, K).
import {
  ANNOUNCEMENTS_KEPT,
  type AnnouncementView,
  type CallEnded,
  type CallView,
  type MemberInvited,
  type ModerationReason,
  type Own,
  type RoomState,
  type WireEntry,
} from '../protocol/generated';

const KINDS = [
  'announcement', 'member.muted', 'chat.slow', 'room.locked', 'member.greeted', 'member.invited', 'call.asked', 'call.moved', 'call.taken', 'call.ended',
] as const;
export type StaffEntry = Extract<WireEntry, { kind: (typeof KINDS)[number] }>;
type CallEntry = Extract<StaffEntry, { kind: `call.${string}` }>;

/** What such an entry changed. `by` is always the member of staff: of a call who has, had or ended it. */
export type StaffChange =
  | { readonly kind: 'announced'; readonly said: AnnouncementView }
  | { readonly kind: 'silenced'; readonly about: string; readonly on: boolean; readonly by: string; readonly reason: ModerationReason }
  | { readonly kind: 'slowed'; readonly seconds: number; readonly by: string }
  | { readonly kind: 'locked'; readonly locked: boolean; readonly by: string }
  | { readonly kind: 'greeted'; readonly by: string; readonly to: string }
  | { readonly kind: 'invited'; readonly by: string; readonly to: string; readonly place: MemberInvited['place']; readonly seat: string | null }
  | { readonly kind: 'call'; readonly call: CallView; readonly what: 'asked' | 'moved' | 'taken' | CallEnded['reason']; readonly by: string | null };

export function isOfStaff(entry: WireEntry): entry is StaffEntry {
  return (KINDS as readonly string[]).includes(entry.kind);
}

export class StaffMatters {
  /** Nobody new may enter. */
  locked = false;
  /** Seconds between two lines of one visitor to the room (D-6). */
  slow = 0;
  /** The bank's own words, in order. */
  announcements: readonly AnnouncementView[] = [];
  /** Whom staff have muted: for staff all of them, for others perhaps oneself (D-5). */
  silenced: ReadonlySet<string> = new Set();
  /** Whom somebody of staff has greeted, as far as one is told: for staff all of them (D-11). */
  greeted: ReadonlySet<string> = new Set();
  /** Calls in order: for staff all of them, for a caller their own (K-2). */
  calls: readonly CallView[] = [];
  /** What came after a state and before what only oneself may see of it. */
  private since: StaffEntry[] | null = null;

  load(state: RoomState): void {
    this.clear();
    this.locked = state.locked;
    this.slow = state.slow;
    this.announcements = state.announcements;
    this.since = [];
  }

  own(own: Own): void {
    this.silenced = new Set(own.muted);
    this.greeted = new Set(own.greeted);
    this.calls = own.calls;
    for (const entry of this.since ?? []) if (entry.seq > own.seq) this.follow(entry);
    this.since = null;
  }

  clear(): void {
    this.locked = false;
    this.slow = 0;
    this.announcements = this.calls = [];
    this.since = null;
    this.silenced = this.greeted = new Set();
  }

  /** Somebody is gone, and neither muted nor greeted in this room any more. */
  gone(member: string): void {
    if (this.silenced.has(member)) this.silenced = changed(this.silenced, member, false);
    if (this.greeted.has(member)) this.greeted = changed(this.greeted, member, false);
  }

  /** Null where there is nothing to tell of: a call that one does not know. */
  apply(entry: StaffEntry): StaffChange | null {
    this.since?.push(entry);
    return this.follow(entry);
  }

  private follow(entry: StaffEntry): StaffChange | null {
    switch (entry.kind) {
      case 'announcement':
        return this.announced(entry);
      case 'member.muted':
        this.silenced = changed(this.silenced, entry.about, entry.on);
        return { kind: 'silenced', about: entry.about, on: entry.on, by: entry.member, reason: entry.reason };
      case 'chat.slow':
        this.slow = entry.seconds;
        return { kind: 'slowed', seconds: entry.seconds, by: entry.member };
      case 'room.locked':
        this.locked = entry.locked;
        return { kind: 'locked', locked: entry.locked, by: entry.member };
      case 'member.greeted':
        this.greeted = changed(this.greeted, entry.to, true);
        return { kind: 'greeted', by: entry.member, to: entry.to };
      case 'member.invited':
        return { kind: 'invited', by: entry.member, to: entry.to, place: entry.place, seat: entry.seat };
      default:
        return this.called(entry);
    }
  }

  private announced({ seq, at, member, text }: StaffEntry & { kind: 'announcement' }): StaffChange {
    const said: AnnouncementView = { seq, at, member, text };
    if (this.announcements.every((known) => known.seq !== seq))
      this.announcements = [...this.announcements, said].slice(-ANNOUNCEMENTS_KEPT);
    return { kind: 'announced', said };
  }

  private called(entry: CallEntry): StaffChange | null {
    if (entry.kind === 'call.asked') {
      const { seq, at, member: caller, topic, place } = entry;
      const call: CallView = { seq, at, caller, topic, place, by: null };
      this.calls = [...this.calls.filter((known) => known.caller !== caller), call];
      return { kind: 'call', call, what: 'asked', by: null };
    }
    const before = this.calls.find(({ caller }) => caller === entry.caller);
    if (!before) return null;
    if (entry.kind === 'call.ended') {
      this.calls = this.calls.filter((call) => call !== before);
      return { kind: 'call', call: before, what: entry.reason, by: before.by ?? (entry.member === entry.caller ? null : entry.member) };
    }
    const taken = entry.kind === 'call.taken';
    const call: CallView = taken ? { ...before, by: entry.member, place: null } : { ...before, by: null, place: entry.place };
    this.calls = this.calls.map((known) => (known === before ? call : known));
    return { kind: 'call', call, what: taken ? 'taken' : 'moved', by: taken ? entry.member : before.by };
  }
}

function changed(some: ReadonlySet<string>, member: string, on: boolean): ReadonlySet<string> {
  const others = [...some].filter((one) => one !== member);
  return new Set(on ? [...others, member] : others);
}
