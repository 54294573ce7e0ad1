// The people around: who is here, who came and went, and what one can do about one of them.
import { Field } from '../replica/fields';
import { t } from '../i18n';
import type { MemberView, ReportReason } from '../protocol/generated';
import type { MemberChange } from '../replica/room';
import { announce, store } from '../store';
import type { Visit } from '../visit';
import type { Send, Tell } from './commands';

/** What company needs of the rest: where one stands, how to go to somebody, and that others are to be heard. */
export interface Surroundings {
  readonly send: Send;
  readonly tell: Tell;
  place(): readonly number[] | null;
  /** Goes to stand before this member; false if that is not possible now. */
  goTo(member: string): boolean;
  /** Whom one hears has changed. */
  hearing(): void;
  now(): number;
}

export class Company {
  private readonly pose = new Float32Array(Field.size);

  constructor(
    private readonly visit: Visit,
    private readonly around: Surroundings,
  ) {}

  // ---- what a person does

  /** Opens the card of this member, or closes the open one. */
  card(member: string | null): void {
    store.card.value = member !== null && member !== this.visit.member && this.visit.room.members.has(member) ? { member, report: false } : null;
  }

  /** Stands before this member, who is told nothing. */
  takeTo(member: string): void {
    const name = this.nameOf(member);
    const found = this.around.goTo(member);
    this.around.tell(t(found ? 'people.taken' : 'people.unreachable', { name }), !found);
  }

  /** What this member says and shows is kept from oneself alone, until the visit ends or `unmute`. */
  mute(member: string): void {
    this.hear(new Set(store.muted.value).add(member));
    this.around.tell(t('people.isMuted', { name: this.nameOf(member) }), false);
  }

  unmute(member: string): void {
    const muted = new Set(store.muted.value);
    muted.delete(member);
    this.hear(muted);
    this.around.tell(t('people.isHeard', { name: this.nameOf(member) }), false);
  }

  /** Opens the form in which this member can be reported. */
  consider(member: string): void {
    store.card.value = { member, report: true };
  }

  /** Reports this member to staff; true once the log has it. */
  async report(member: string, reason: ReportReason, text: string): Promise<boolean> {
    const words = text.trim();
    const outcome = await this.around.send({ type: 'report', member, reason, text: words === '' ? null : words });
    return outcome.kind === 'accepted';
  }

  /** Metres to this member; null where that is not known. */
  distance({ member }: MemberView): number | null {
    if (member === this.visit.member) return 0;
    const place = this.around.place();
    const pose = place && this.whereabouts(member);
    return pose ? Math.hypot(pose[Field.x] - place[0], pose[Field.z] - place[2]) : null;
  }

  /** Where this member is shown; null where that is not known. The answer is used again by the next call. */
  whereabouts(member: string): Float32Array | null {
    const slot = this.visit.room.members.get(member)?.slot;
    if (slot === undefined) return null;
    return this.visit.tracks.at(slot, this.visit.clock.shown(this.around.now()), this.pose) ? this.pose : null;
  }

  // ---- what the visit reports

  /** The members are others than before; null: all of them are. */
  changed(change: MemberChange | null): void {
    store.members.value = [...this.visit.room.members.values()];
    const open = store.card.value;
    if (open && !open.report && !this.visit.room.members.has(open.member)) this.card(null);
    if (!change || change.member.member === this.visit.member || change.member.role === 'bot' || change.member.watching) return;
    const { name } = change.member;
    if (change.kind === 'joined') announce({ kind: 'came', name });
    if (change.kind === 'left') announce({ kind: 'left', name });
  }

  /** The visit has begun or ended: one hears everybody. */
  anew(): void {
    store.muted.value = new Set();
    store.card.value = null;
  }

  private hear(muted: ReadonlySet<string>): void {
    store.muted.value = muted;
    this.around.hearing();
  }

  private nameOf(member: string): string {
    return this.visit.room.members.get(member)?.name ?? '…';
  }
}
