// Somebody of staff greets one who has come (PROTOCOL.md D-11): answer, or put it away. It is a word of the moment.
import type { StaffChange } from '../replica/staff_matters';
import type { MemberView } from '../protocol/generated';
import { store } from '../store';

const LASTS_MS = 60_000;

export class Greeted {
  private until = 0;

  constructor(
    private readonly memberOf: (member: string) => MemberView | undefined,
    private readonly now: () => number,
  ) {}

  putAway(): void {
    store.greeting.value = null;
  }

  changed({ by }: StaffChange & { kind: 'greeted' }): void {
    const { name = '…', staff = null } = this.memberOf(by) ?? {};
    this.until = this.now() + LASTS_MS;
    store.greeting.value = { by, name, staff };
  }

  /** Who greets has gone, and nobody would get the answer. */
  left(member: string): void {
    if (store.greeting.value?.by === member) this.putAway();
  }

  step(): void {
    if (store.greeting.value && this.now() > this.until) this.putAway();
  }
}
