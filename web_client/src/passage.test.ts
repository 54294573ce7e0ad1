import { beforeEach, describe, expect, it } from 'vitest';
import type { BranchRoom } from './net/api';
import { flush } from './net/connection.test_help';
import type { Outcome } from './net/outbox';
import { Passage } from './passage';
import type { Draft } from './protocol/messages';

const EAST: BranchRoom = { room: 'lobby-east', title: {}, scene: '/scenes/east', capacity: 9 };
const granted: Outcome = { kind: 'accepted', seq: 4, repeat: false };

let said: (Draft | string | null)[];
let answer: (outcome: Outcome) => void;
let known: Promise<unknown>;
let passage: Passage;

beforeEach(() => {
  said = [];
  known = Promise.resolve();
  passage = new Passage({
    know: (scene) => (said.push(scene), known),
    command: (draft) => (said.push(draft), new Promise((resolve) => (answer = resolve))),
    going: (room) => void said.push(room),
  });
  passage.welcomed('lobby');
  said = [];
});

describe('going to another room', () => {
  it('learns the scene, asks, and is on the way until the welcome', async () => {
    const going = passage.go(EAST);
    await flush();
    expect(said).toEqual(['lobby-east', '/scenes/east', { type: 'enter', room: 'lobby-east' }]);
    answer(granted);
    await expect(going).resolves.toBeNull();
    expect(passage.to).toBe('lobby-east'); // still the old slot: nothing may be said about one's place
    passage.welcomed('lobby-east');
    expect(passage.to).toBeNull();
  });

  it.each([
    ['full', 'full'],
    ['locked', 'locked'],
    ['no_such_room', 'closed'],
    ['not_allowed', 'closed'],
    ['unchanged', 'failed'],
  ])('is refused: %s', async (reason, hindrance) => {
    const going = passage.go(EAST);
    await flush();
    answer({ kind: 'refused', reason });
    await expect(going).resolves.toBe(hindrance);
    expect(passage.to).toBeNull();
    const again = passage.go(EAST);
    await flush();
    answer(granted);
    await expect(again).resolves.toBeNull();
  });

  it('fails before it is asked when the scene cannot be learnt', async () => {
    known = Promise.reject(new Error('offline'));
    await expect(passage.go(EAST)).resolves.toBe('failed');
    expect(said).toEqual(['lobby-east', '/scenes/east', null]);
  });

  it('is one way at a time, and none to where one is', async () => {
    void passage.go(EAST);
    await expect(passage.go(EAST)).resolves.toBeNull();
    await flush();
    answer(granted);
    await flush();
    passage.welcomed('lobby-east');
    said = [];
    await expect(passage.go(EAST)).resolves.toBeNull();
    expect(said).toEqual([]);
  });
});

describe('a line that breaks on the way', () => {
  it('is still on the way while the question has no answer', async () => {
    const going = passage.go(EAST);
    await flush();
    passage.welcomed('lobby'); // resumed; the question is said again
    expect(passage.to).toBe('lobby-east');
    answer(granted);
    await going;
    passage.welcomed('lobby-east');
    expect(passage.to).toBeNull();
  });

  it('is through when one comes back in the new room and the question was given up', async () => {
    const going = passage.go(EAST);
    await flush();
    passage.welcomed('lobby-east');
    answer({ kind: 'lost' });
    await expect(going).resolves.toBeNull();
    expect(passage.to).toBeNull();
  });

  it('does not wait for ever for a welcome that was lost', async () => {
    const going = passage.go(EAST);
    await flush();
    answer(granted);
    await going;
    passage.welcomed('lobby');
    expect(passage.to).toBeNull();
  });

  it('says so when the answer is an old one and one is not there', async () => {
    const going = passage.go(EAST);
    await flush();
    answer({ ...granted, repeat: true });
    await expect(going).resolves.toBe('failed');
    expect(passage.to).toBeNull();
  });
});
