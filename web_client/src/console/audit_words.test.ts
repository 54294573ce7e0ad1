// What the server records, as people read it; the forms of `detail` are those of tests/server/cli/test_cli_audit_words.py.
import { beforeEach, expect, it } from 'vitest';
import { learn } from '../i18n';
import { staffPage as en } from '../i18n/en/console';
import { staffPage as ja } from '../i18n/ja/console';
import { staffPage as zh } from '../i18n/zh/console';
import type { AuditRecord } from './api';
import { actInWords, reasonInWords, refusalInWords } from './audit_words';

beforeEach(() => learn({ en, ja, zh }));

const told = (act: string, detail?: string, outcome: AuditRecord['outcome'] = 'asked'): string => actInWords({ number: 1, hash: '', act, outcome, detail });

it.each([
  ['announce', undefined, 'Announcement'],
  ['member.mute', 'on', 'Muted'],
  ['member.mute', 'off', 'Let speak again'],
  ['member.mute', undefined, 'Muted, or let speak again'],
  ['member.ban', '600 s', 'Kept out for 10 min'],
  ['member.ban', '86400 s, address too', 'Kept out for 1 day (also new visitors from the same address)'],
  ['member.ban', '90 s, address not known', 'Kept out for 1 min 30 s (the address was not known)'],
  ['room.lock', 'on', 'Closed the door'],
  ['room.lock', 'off', 'Opened the door'],
  ['chat.slow', '0 s', 'Ended slow chat'],
  ['chat.slow', '30 s', 'Slow chat: a line in 30 s'],
  ['staff.add', 'ana.lima host', 'Made the account ana.lima, Host'],
  ['staff.role', 'moderator', 'Changed a role to Moderator'],
  ['staff.totp', 'removed', 'Took the second factor'],
  ['staff.totp', 'given', 'Gave a second factor'],
  ['staff.revoke', undefined, 'Ended sessions'],
  ['staff.revoke', 'abc', 'Ended sessions (abc)'],
  ['of.later', '7', 'of.later (7)'],
])('%s %s', (act, detail, words) => {
  expect(told(act, detail)).toBe(words);
});

it('says by which way somebody signed in, and what the bank made of the account', () => {
  expect(told('staff.sign_in', 'password', 'done')).toBe('Signed in with a password');
  expect(told('staff.sign_in', 'password and code', 'done')).toBe('Signed in with password and code');
  expect(told('staff.sign_in', 'provider, role host to adviser', 'done')).toBe('Signed in with a bank account (role changed from Host to Adviser)');
  expect(told('staff.sign_in', 'provider, account made as adviser', 'done')).toBe('Signed in with a bank account (account made, Adviser)');
});

it('tells a try from a sign-in, with the lock that it brought', () => {
  expect(told('staff.sign_in', 'password, locked 120 s', 'refused')).toBe('Tried to sign in (locked for 2 min)');
  expect(told('staff.sign_in', 'provider', 'refused')).toBe('Tried to sign in with a bank account');
});

it('says why', () => {
  expect(['spam', 'code_wrong', 'of_later'].map(reasonInWords)).toEqual(['Advertising or flooding the chat', 'wrong code', 'of_later']);
  expect(['is_staff', 'of_later'].map(refusalInWords)).toEqual(['a member of staff', 'of later']);
});
