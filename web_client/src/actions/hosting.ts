// What staff do for the people of a room and for the room itself (PROTOCOL.md D, K), as far as their role lets them.
import { type Key, t } from '../i18n';
import type { Outcome } from '../net/outbox';
import type { Permission } from '../net/api';
import type { ModerationReason } from '../protocol/generated';
import { store } from '../store';
import type { Send, Tell } from './commands';

/** Why something is done, for the record and perhaps in one's own words. */
export interface Why {
  readonly reason: ModerationReason;
  readonly text: string | null;
}

export interface HostSurroundings {
  readonly send: Send;
  readonly tell: Tell;
  nameOf(member: string | null): string;
  /** Goes to stand before this member; false if no way leads there. */
  goTo(member: string, arrived: () => void): boolean;
  wave(): void;
  /** What the server lets this member of staff do. */
  rights(): Promise<readonly Permission[]>;
}

const KNOWN = ['not_allowed', 'is_staff', 'no_such_member', 'unchanged'] as const;

export class Hosting {
  constructor(private readonly around: HostSurroundings) {}

  /** One is in as staff, or (again) as a visitor. Without an answer nothing is offered; the server decides anyway. */
  async welcomed(staff: boolean): Promise<void> {
    if (!staff) store.rights.value = new Set();
    else store.rights.value = new Set(await this.around.rights().catch(() => []));
  }

  // ---- for somebody

  /** Says so to somebody who has come (D-11); true if one is who greets them. */
  async welcome(member: string): Promise<boolean> {
    const { nameOf, send, tell } = this.around;
    const name = nameOf(member);
    const outcome = await send({ type: 'member.greet', member });
    const refused = outcome.kind === 'refused' ? outcome : null;
    if (refused?.reason === 'taken') tell(t('host.greetedBy', { by: nameOf(refused.by ?? null), name }), false);
    else if (outcome.kind === 'accepted') tell(t('host.greeted', { name }), false);
    else if (refused?.reason !== 'unchanged') tell(refusal(outcome, name), true);
    return outcome.kind === 'accepted' || refused?.reason === 'unchanged';
  }

  /** The same, and goes to them and waves. */
  async greet(member: string): Promise<void> {
    if (await this.welcome(member)) this.approach(member);
  }

  invite(member: string): Promise<boolean> {
    return this.ask({ type: 'member.invite', member, place: null, seat: null }, 'host.invited', member);
  }

  /** Goes to a caller, unless somebody else was quicker. */
  async take(member: string): Promise<void> {
    const outcome = await this.around.send({ type: 'call.take', member });
    if (outcome.kind === 'accepted') this.approach(member);
    else this.tooLate(outcome);
  }

  async finish(member: string): Promise<void> {
    const outcome = await this.around.send({ type: 'call.done', member });
    if (outcome.kind !== 'accepted') this.tooLate(outcome);
  }

  // ---- about somebody

  mute(member: string, on: boolean, why: Why): Promise<boolean> {
    return this.ask({ type: 'member.mute', member, on, ...why }, on ? 'host.muted' : 'host.heard', member);
  }

  remove(member: string, why: Why): Promise<boolean> {
    return this.ask({ type: 'member.remove', member, ...why }, 'host.removed', member);
  }

  /** `network`: nor does anybody new come in from where they are. */
  ban(member: string, seconds: number, network: boolean, why: Why): Promise<boolean> {
    return this.ask({ type: 'member.ban', member, seconds, network, ...why }, 'host.banned', member);
  }

  // ---- about the room

  announce(text: string): Promise<boolean> {
    return this.ask({ type: 'announce', text }, 'host.announced', null);
  }

  /** All are told of it by the room itself. */
  slow(seconds: number, why: Why): Promise<boolean> {
    return this.ask({ type: 'chat.slow', seconds, ...why }, null, null);
  }

  lock(locked: boolean, why: Why): Promise<boolean> {
    return this.ask({ type: 'room.lock', locked, ...why }, null, null);
  }

  // ---- inside

  private approach(member: string): void {
    const { goTo, nameOf, tell, wave } = this.around;
    if (!goTo(member, wave)) tell(t('people.unreachable', { name: nameOf(member) }), true);
  }

  private async ask(draft: Parameters<Send>[0], done: Key | null, member: string | null): Promise<boolean> {
    const name = this.around.nameOf(member); // they may be gone when the answer comes
    const outcome = await this.around.send(draft);
    if (outcome.kind !== 'accepted') this.around.tell(refusal(outcome, name), true);
    else if (done) this.around.tell(t(done, { name }), false);
    return outcome.kind === 'accepted';
  }

  private tooLate(outcome: Outcome): void {
    const { tell, nameOf } = this.around;
    const refused = outcome.kind === 'refused' ? outcome : null;
    if (refused?.reason === 'taken') tell(t('call.taken', { name: nameOf(refused.by ?? null) }), false);
    else if (refused?.reason === 'no_such_call') tell(t('call.ended'), false);
    else if (refused?.reason !== 'unchanged') tell(t('host.failed'), true);
  }
}

function refusal(outcome: Outcome, name: string): string {
  const known = KNOWN.find((one) => outcome.kind === 'refused' && outcome.reason === one);
  return t(known ? `host.${known}` : 'host.failed', { name });
}
