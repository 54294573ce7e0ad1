// The people around: who is here, who came and went.
import { t } from '../i18n';
import type { MemberChange } from '../replica/room';
import { store } from '../store';
import type { Visit } from '../visit';
import type { Tell } from './commands';

export class Company {
  constructor(
    private readonly visit: Visit,
    private readonly tell: Tell,
  ) {}

  /** The members are others than before; null: all of them are. */
  changed(change: MemberChange | null): void {
    store.members.value = [...this.visit.room.members.values()];
    if (!change || change.member.member === this.visit.member || change.member.role === 'bot') return;
    const { name } = change.member;
    if (change.kind === 'joined') this.tell(t('people.joined', { name }), false);
    if (change.kind === 'left') this.tell(t('people.left', { name }), false);
  }
}
