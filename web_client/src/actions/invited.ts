// Staff invite one to a place of the room (PROTOCOL.md D-9): go there, or not now. It is a word of the moment.
import { t } from '../i18n';
import type { StaffChange } from '../replica/staff_matters';
import { store } from '../store';
import type { Goal } from './moving';
import type { Tell } from './commands';

const LASTS_MS = 60_000;

export class Invited {
  private until = 0;

  constructor(
    private readonly goTo: (goal: Goal) => boolean,
    private readonly nameOf: (member: string | null) => string,
    private readonly tell: Tell,
    private readonly now: () => number,
  ) {}

  // ---- what a person does

  accept(): void {
    const asked = store.invitation.value;
    store.invitation.value = null;
    if (!asked) return;
    const { by, place, seat } = asked;
    const goal: Goal = seat !== null ? { seat } : place ? { place } : { member: by };
    if (!this.goTo(goal) && seat === null) this.tell(t('invited.noWay'), false); // of a seat it is said why
  }

  decline(): void {
    store.invitation.value = null;
  }

  // ---- what the visit reports

  changed({ by, place, seat }: StaffChange & { kind: 'invited' }): void {
    this.until = this.now() + LASTS_MS;
    store.invitation.value = { by, name: this.nameOf(by), place, seat };
  }

  /** Who invites has gone: beside nobody one does not stand. */
  left(member: string): void {
    if (store.invitation.value?.by === member) this.decline();
  }

  step(): void {
    if (store.invitation.value && this.now() > this.until) this.decline();
  }
}
