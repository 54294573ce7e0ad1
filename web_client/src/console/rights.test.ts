import { expect, it } from 'vitest';
import type { Permission } from '../net/api';
import { ordersRooms, recordsParts } from './rights';

const rights = (...some: Permission[]): ReadonlySet<Permission> => new Set(some);

it('shows nobody a page that the server would refuse them', () => {
  expect(recordsParts(rights('console.see'))).toEqual(['sessions']);
  expect(recordsParts(rights('console.see', 'member.unban'))).toEqual(['sessions', 'bans']);
  expect(recordsParts(rights('member.unban', 'audit.read'))).toEqual(['sessions', 'bans', 'audit']);
  expect(recordsParts(rights('accounts.see'))).toEqual(['sessions', 'accounts']);
});

it('has orders for a room where one may give any', () => {
  expect([ordersRooms(rights('call.answer')), ordersRooms(rights('chat.slow')), ordersRooms(rights('room.lock'))]).toEqual([false, true, true]);
});
