// The list of people begins with who can help and who is near.
import { expect, it } from 'vitest';
import type { MemberView, Role } from '../protocol/generated';
import { inOrder } from './people_order';

const member = (name: string, role: Role = 'visitor'): MemberView =>
  ({ member: name, slot: 0, role, staff: null, name, avatar: 0, away: false, seat: null, aside: false, watching: false });
const compare = (a: string, b: string): number => (a < b ? -1 : 1);

function order(members: MemberView[], metres: Record<string, number>): string[] {
  return inOrder(members, 'me', ({ name }) => metres[name] ?? null, compare).map(({ name }) => name);
}

it('has oneself first, then staff, then the nearest', () => {
  const members = [member('far'), member('near'), member('host', 'staff'), member('me')];
  expect(order(members, { far: 20, near: 3, host: 30, me: 0 })).toEqual(['me', 'host', 'near', 'far']);
});

it('keeps those who are about as near by name, and those whose place is unknown last', () => {
  const members = [member('lost'), member('b'), member('a'), member('c')];
  expect(order(members, { a: 3.9, b: 3.1, c: 2.2 })).toEqual(['a', 'b', 'c', 'lost']);
});

it('does not count test visitors as staff or as less than visitors', () => {
  expect(order([member('visitor'), member('bot', 'bot')], { visitor: 9, bot: 3 })).toEqual(['bot', 'visitor']);
});
