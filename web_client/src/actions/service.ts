// All that goes on between staff and visitors of a room, joined: calls, announcements, invitations, what staff may do.
import { t } from '../i18n';
import type { Change } from '../replica/room';
import type { StaffChange } from '../replica/staff_matters';
import { announce, store } from '../store';
import type { Chime } from '../chimes';
import type { Visit } from '../visit';
import { Bulletins } from './bulletins';
import { Calling } from './calling';
import { Greeted } from './greeted';
import { Hosting, type HostSurroundings } from './hosting';
import { Invited } from './invited';
import type { Goal } from './moving';

/** What service needs of the rest of the page. */
export interface House extends Omit<HostSurroundings, 'nameOf' | 'goTo'> {
  now(): number;
  /** Goes there and then does `arrived`; false if no way leads there. */
  goTo(goal: Goal, arrived: (() => void) | null): boolean;
  chime(sound: Chime): void;
}

export class Service {
  readonly calling: Calling;
  readonly hosting: Hosting;
  readonly bulletins: Bulletins;
  readonly invited: Invited;
  readonly greeted: Greeted;

  constructor(
    private readonly visit: Visit,
    private readonly house: House,
  ) {
    const { send, tell } = house;
    const nameOf = (member: string | null): string => this.visit.room.members.get(member ?? '')?.name ?? '…';
    this.calling = new Calling(send, tell, (text) => announce({ kind: 'told', text, loud: true }), nameOf);
    this.hosting = new Hosting({ ...house, nameOf, goTo: (member, arrived) => house.goTo({ member }, arrived) });
    this.bulletins = new Bulletins(() => visit.room.staff.announcements, () => visit.clock.unixAt(house.now()));
    this.greeted = new Greeted((member) => visit.room.members.get(member), () => house.now());
    this.invited = new Invited((goal) => house.goTo(goal, null), nameOf, tell, () => house.now());
  }

  /** Told at that door until it opens for one. */
  foundShut(room: string, shut: boolean): void {
    const others = [...store.shut.value].filter((one) => one !== room);
    store.shut.value = new Set(shut ? [...others, room] : others);
  }

  /** In how many seconds one may say something to the room again, as far as slow mode goes (D-6). */
  slowFor(): number {
    const { slow, saidAt, me } = store;
    if (saidAt.value === null || me.value?.role === 'staff') return 0;
    const left = saidAt.value + slow.value * 1000 - this.visit.clock.unixAt(this.house.now());
    return Math.min(slow.value, Math.max(0, Math.ceil(left / 1000)));
  }

  /** Of all that the visit reports what is about service. */
  changed(change: Change): void {
    if (change.kind === 'left') this.gone(change.member.member);
    else if (change.kind === 'joined' && change.member.role !== 'bot' && !change.member.watching) this.house.chime('came');
    else if (isOfService(change)) this.follow(change);
    else if (change.kind === 'state' || change.kind === 'own') this.loaded();
  }

  /** Called 20 times a second. */
  step(): void {
    this.bulletins.step();
    this.invited.step();
    this.greeted.step();
  }

  /** In another room, or out of all. */
  elsewhere(): void {
    this.bulletins.elsewhere();
    this.invited.decline();
    this.greeted.putAway();
    store.silencedWhy.value = null;
  }

  private gone(member: string): void {
    this.invited.left(member);
    this.greeted.left(member);
    this.mirror();
  }

  private loaded(): void {
    this.mirror();
    this.bulletins.changed();
  }

  private follow(change: StaffChange): void {
    this.mirror();
    switch (change.kind) {
      case 'announced':
        this.bulletins.changed();
        return this.house.chime('announced');
      case 'silenced':
        return this.silenced(change);
      case 'slowed':
        return this.house.tell(change.seconds > 0 ? t('slow.on', { count: change.seconds }) : t('slow.off'), false);
      case 'locked':
        return this.house.tell(t(change.locked ? 'door.locked' : 'door.open'), false);
      case 'greeted':
        return this.welcomed(change);
      case 'invited':
        return this.asked(change);
      case 'call':
        return this.called(change);
    }
  }

  /** What the panels show of it. */
  private mirror(): void {
    const { calls, silenced, greeted, slow, locked } = this.visit.room.staff;
    store.calls.value = calls;
    store.silenced.value = silenced;
    store.greeted.value = greeted;
    store.slow.value = slow;
    store.locked.value = locked;
  }

  private silenced({ about, on, reason }: StaffChange & { kind: 'silenced' }): void {
    if (about !== this.visit.member) return;
    store.silencedWhy.value = on ? reason : null;
    this.house.tell(on ? t('silenced.now', { reason: t(`reasons.${reason}`) }) : t('silenced.over'), on);
  }

  private welcomed(change: StaffChange & { kind: 'greeted' }): void {
    if (change.to !== this.visit.member) return;
    this.greeted.changed(change);
    this.house.chime('called');
  }

  private asked(change: StaffChange & { kind: 'invited' }): void {
    if (change.to === this.visit.member) this.invited.changed(change);
  }

  private called(change: StaffChange & { kind: 'call' }): void {
    const { call, what } = change;
    if (call.caller === this.visit.member) {
      this.calling.changed(change);
      if (what === 'taken') this.house.chime('called');
    } else if (what === 'asked') {
      const values = { name: this.visit.room.members.get(call.caller)?.name ?? '…', topic: call.topic ?? '' };
      const text = t(call.topic === null ? 'call.came' : 'call.cameAbout', values);
      store.notice.value = { text, loud: false };
      announce({ kind: 'told', text, loud: true });
      this.house.chime('called');
    }
  }
}

function isOfService(change: Change): change is StaffChange {
  return ['announced', 'silenced', 'slowed', 'locked', 'greeted', 'invited', 'call'].includes(change.kind);
}
