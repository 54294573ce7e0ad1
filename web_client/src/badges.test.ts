import { expect, it } from 'vitest';
import { onDuty, roleName } from './badges';
import type { MemberView } from './protocol/generated';

const AIKO: MemberView = {
  member: 'a', slot: 0, role: 'staff', staff: 'adviser', name: 'Aiko', avatar: 0, away: false, seat: null, aside: false, watching: false,
};

it('names what staff are there for', () => {
  expect([roleName('adviser'), roleName(null)]).toEqual(['Adviser', 'Staff']);
});

it('counts those who can be turned to: neither away nor aside, and no visitors', () => {
  const all = [AIKO, { ...AIKO, away: true }, { ...AIKO, aside: true }, { ...AIKO, role: 'visitor' as const, staff: null }];
  expect(onDuty(all)).toEqual([AIKO]);
});
