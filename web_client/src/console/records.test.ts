import { expect, it } from 'vitest';
import type { AuditRecord } from './api';
import { actsOf } from './records';

const record = (number: number, more: Partial<AuditRecord>): AuditRecord => ({ number, hash: '', act: 'member.mute', ...more });

it('shows an act once, with how it ended, the newest first', () => {
  const acts = actsOf([
    record(1, { outcome: 'asked' }),
    record(2, { outcome: 'asked' }),
    record(3, { outcome: 'refused', asked: 2, detail: 'is_staff' }),
    record(4, { outcome: 'accepted', asked: 1 }),
    record(5, { outcome: 'asked' }),
    record(6, { outcome: 'failed', asked: 5 }),
    record(7, { outcome: 'done', act: 'staff.add' }),
    record(8, { outcome: 'asked' }),
    { number: 9, hash: '', unreadable: true },
  ]);
  expect(acts.map(({ record: { number }, end, refusal }) => [number, end, refusal])).toEqual([
    [9, 'unreadable', null], [8, 'open', null], [7, 'done', null], [5, 'failed', null], [2, 'refused', 'is_staff'], [1, 'accepted', null],
  ]);
});

it('keeps an end whose beginning is on an earlier page', () => {
  expect(actsOf([record(8, { outcome: 'accepted', asked: 7 })]).map(({ record: { number }, end }) => [number, end])).toEqual([[8, 'accepted']]);
});

it('takes a try that was refused for the whole of it', () => {
  const [act] = actsOf([record(3, { act: 'staff.sign_in', outcome: 'refused', reason: 'wrong', detail: 'password' })]);
  expect([act.end, act.refusal]).toEqual(['refused', null]);
});
