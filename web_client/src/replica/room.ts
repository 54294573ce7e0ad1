// The room as the log tells it: who is here, what was said, who holds what (PROTOCOL.md E, S, W, X, N, Q); staff's part is beside.
import {
  CHAT_HISTORY,
  type ChatView,
  type ExhibitView,
  type LeaveEntry,
  type MemberView,
  type Own,
  type ReportView,
  REPORTS_KEPT,
  type RoomState,
  type WireEntry,
} from '../protocol/generated';
import { exhibitAfter, type ExhibitEntry, type ExhibitEvent, withoutMember } from './exhibits';
import { isOfStaff, type StaffChange, type StaffEntry, StaffMatters } from './staff_matters';

/** What an entry changed, for those who show it. */
export type Change =
  | { readonly kind: 'state' | 'own' }
  | { readonly kind: 'joined' | 'left' | 'away' | 'back' | 'seat' | 'aside'; readonly member: MemberView }
  | { readonly kind: 'chat'; readonly line: ChatView }
  | { readonly kind: 'exhibit'; readonly exhibit: ExhibitView; readonly what: ExhibitEvent; readonly by: string | null }
  | { readonly kind: 'report'; readonly report: ReportView }
  | StaffChange;
/** A change of somebody who is, or was, here. */
export type MemberChange = Extract<Change, { member: MemberView }>;

const NAMELESS = '…';

export class RoomReplica {
  /** Which room this is. */
  room = '';
  epoch = '';
  seq = 0;
  readonly members = new Map<string, MemberView>();
  readonly bySlot = new Map<number, MemberView>();
  readonly exhibits = new Map<string, ExhibitView>();
  /** What was said to the room, and to or by oneself alone (`to` is not null), in order. */
  chat: readonly ChatView[] = [];
  /** What was reported; only staff get any. */
  reports: readonly ReportView[] = [];
  readonly staff = new StaffMatters();
  /** When each came into the room (ms, Unix), as far as that is known; of all only for staff. */
  readonly since = new Map<string, number>();
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

  /** Replaces everything (S-1); what only oneself may see comes after it, by `own`. */
  load(state: RoomState): void {
    this.room = state.room;
    this.epoch = state.epoch;
    this.seq = state.seq;
    this.clear();
    this.staff.load(state);
    for (const member of state.members) this.put(member);
    for (const exhibit of state.exhibits) this.exhibits.set(exhibit.exhibit, exhibit);
    this.chat = kept(state.chat);
    this.known = true;
    this.changed({ kind: 'state' });
    const early = this.early;
    this.early = [];
    this.apply(early);
  }

  /** What only this member may see, as of the state that came before it (S-4). */
  own(own: Own): void {
    const newer = this.chat.filter(({ seq, to }) => to !== null && seq > own.seq);
    const shared = this.chat.filter(({ to }) => to === null);
    this.chat = kept([...shared, ...own.chat, ...newer].sort((a, b) => a.seq - b.seq));
    this.reports = [...own.reports, ...this.reports.filter(({ seq }) => seq > own.seq)].slice(-REPORTS_KEPT);
    this.staff.own(own);
    for (const [member, since] of Object.entries(own.since)) this.since.set(member, since);
    this.changed({ kind: 'own' });
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
    this.since.clear();
    this.chat = [];
    this.reports = [];
    this.staff.clear();
  }

  private put(member: MemberView): void {
    this.members.set(member.member, member);
    this.bySlot.set(member.slot, member);
  }

  private one(entry: WireEntry): void {
    switch (entry.kind) {
      case 'join': {
        const { member, slot, role, staff, name, avatar, watching } = entry;
        const joined: MemberView = { member, slot, role, staff, name, avatar, away: false, seat: null, aside: watching, watching };
        this.put(joined);
        this.since.set(member, entry.at);
        return this.changed({ kind: 'joined', member: joined });
      }
      case 'leave':
        return this.gone(entry.member, entry.reason);
      case 'away':
      case 'back':
        return this.amend(entry.member, entry.kind, { away: entry.kind === 'away' });
      case 'seat.taken':
      case 'seat.left':
        return this.amend(entry.member, 'seat', { seat: entry.kind === 'seat.taken' ? entry.seat : null });
      case 'member.aside':
        return this.amend(entry.member, 'aside', { aside: entry.on, watching: entry.watching });
      case 'chat':
        return this.said(entry);
      case 'report':
        return this.reported(entry);
      default:
        return isOfStaff(entry) ? this.byStaff(entry) : this.handled(entry);
    }
  }

  private gone(id: string, reason: LeaveEntry['reason']): void {
    const member = this.members.get(id);
    if (!member) return;
    this.members.delete(id);
    this.since.delete(id);
    if (this.bySlot.get(member.slot) === member) this.bySlot.delete(member.slot);
    // Words to the room go with their visit (S-3), which goes on in another room; those to one with their author (S-4).
    const over = reason !== 'moved';
    this.chat = this.chat.filter((line) => line.member !== id || (!over && line.to === null));
    if (over) this.reports = withoutMember(this.reports, id);
    this.staff.gone(id);
    this.changed({ kind: 'left', member });
  }

  private amend(id: string, kind: 'away' | 'back' | 'seat' | 'aside', news: Partial<MemberView>): void {
    const before = this.members.get(id);
    if (!before) return;
    const member = { ...before, ...news };
    this.put(member);
    this.changed({ kind, member });
  }

  private nameOf(member: string): string {
    return this.members.get(member)?.name ?? NAMELESS;
  }

  private said({ seq, at, member, to, text }: WireEntry & { kind: 'chat' }): void {
    const to_name = to === null ? null : this.nameOf(to);
    const line: ChatView = { seq, at, member, name: this.nameOf(member), to, to_name, text };
    this.chat = kept([...this.chat, line]);
    this.changed({ kind: 'chat', line });
  }

  private reported({ seq, at, member, about, reason, text }: WireEntry & { kind: 'report' }): void {
    const names = { name: this.nameOf(member), about_name: this.nameOf(about) };
    const report: ReportView = { seq, at, member, about, reason, text, ...names };
    this.reports = [...this.reports, report].slice(-REPORTS_KEPT);
    this.changed({ kind: 'report', report });
  }

  private byStaff(entry: StaffEntry): void {
    const change = this.staff.apply(entry);
    if (change) this.changed(change);
  }

  private handled(entry: ExhibitEntry): void {
    const before = this.exhibits.get(entry.exhibit);
    if (!before) return;
    const exhibit = exhibitAfter(before, entry);
    this.exhibits.set(entry.exhibit, exhibit);
    this.changed({ kind: 'exhibit', exhibit, what: entry.kind, by: entry.member });
  }
}

/** The newest lines, those to the room and those to one person counted apart: neither pushes out the other. */
function kept(lines: readonly ChatView[]): readonly ChatView[] {
  if (lines.length <= CHAT_HISTORY) return lines;
  const seen = [0, 0];
  const newest = [...lines].reverse().filter(({ to }) => seen[to === null ? 0 : 1]++ < CHAT_HISTORY);
  return newest.reverse();
}
