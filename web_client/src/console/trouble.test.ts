import { describe, expect, it } from 'vitest';
import { ApiError } from '../net/api';
import { missing, secondsLeft, troubleOf } from './trouble';

const refused = (status: number, code: string, retryAfter?: number): ApiError =>
  new ApiError(status, code, 'message', retryAfter === undefined ? {} : { retryAfter });

describe('a sign-in that was refused', () => {
  it('leads to the field where it is put right', () => {
    expect([troubleOf(refused(401, 'wrong'), 0).field, troubleOf(refused(401, 'code_wrong'), 0).field, troubleOf(refused(403, 'not_staff'), 0).field])
      .toEqual(['password', 'code', null]);
  });

  it('says how long to wait, and counts down', () => {
    const trouble = troubleOf(refused(429, 'locked', 8), 1000);
    expect(trouble).toMatchObject({ code: 'locked', waitS: 8, until: 9000 });
    expect([1000, 1001, 8999, 9000, 12_000].map((now) => secondsLeft(trouble.until, now))).toEqual([8, 8, 1, 0, 0]);
    expect(secondsLeft(troubleOf(refused(401, 'wrong'), 1000).until, 500)).toBe(0);
  });

  it('is a failure where the server says nothing that is known', () => {
    expect(troubleOf(new TypeError('x'), 0).code).toBe('failed');
    expect(troubleOf(refused(500, 'internal', 3), 0)).toMatchObject({ code: 'failed', until: 0 });
    expect(troubleOf(refused(429, 'something_new', 3), 0)).toMatchObject({ code: 'too_fast', waitS: 3 });
  });
});

it('finds the first field that is empty', () => {
  const values = { name: 'kim', password: ' ', code: '' };
  expect(missing(['name', 'password'], values)).toMatchObject({ code: 'missing', field: 'password' });
  expect(missing(['name'], values)).toBeNull();
});
