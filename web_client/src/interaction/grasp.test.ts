import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';
import type { Held } from '../protocol/poses';
import { Grasp } from './grasp';

const commands: Draft[] = [];
const sent: number[] = [];
const line = {
  command: (draft: Draft): Promise<Outcome> => {
    commands.push(draft);
    return Promise.resolve({ kind: 'accepted', seq: 1, repeat: false });
  },
  sendHeld: (held: Held): void => void sent.push(held.rotation[1]),
};
let grasp: Grasp;

function begin(upright = false): void {
  grasp = new Grasp(line);
  grasp.begin({ exhibit: 'card', index: 2, slot: 5, rotation: [0, 0, 0, 1], upright });
}

beforeEach(() => {
  commands.length = sent.length = 0;
  begin();
});

describe('an exhibit in hand', () => {
  it('is told of as it is taken: whoever saw it elsewhere knows that it stands at home', () => {
    grasp.step(1000);
    grasp.step(2000);
    expect(sent).toEqual([0]);
    expect(grasp.held.carried).toBe(false);
  });

  it('is shown to the others at most 20 times a second (X-1)', () => {
    for (let now = 0; now < 1000; now += 10) {
      grasp.turn(0.01, 0, 0, now);
      grasp.step(now);
    }
    expect(sent.length).toBeGreaterThan(18);
    expect(sent.length).toBeLessThanOrEqual(20);
  });

  it('settles when the hand rests, once (X-2)', () => {
    grasp.turn(0.5, 0, 0, 100);
    grasp.step(100);
    grasp.step(400);
    expect(commands).toEqual([]);
    for (let now = 450; now < 3000; now += 50) grasp.step(now);
    expect(commands).toMatchObject([{ type: 'exhibit.settle', exhibit: 'card' }]);
  });

  it('settles every two seconds while it keeps turning', () => {
    for (let now = 0; now < 7000; now += 50) {
      grasp.turn(0.02, 0, 0, now);
      grasp.step(now);
    }
    expect(commands).toHaveLength(3);
  });

  it('settles at once when asked, and then not again', () => {
    grasp.settle();
    expect(commands).toEqual([]);
    grasp.turn(0.5, 0, 0, 0);
    grasp.settle();
    grasp.step(400);
    expect(commands).toMatchObject([{ type: 'exhibit.settle', exhibit: 'card' }]);
  });

  it('is put down as it stands', () => {
    grasp.turn(Math.PI / 2, 0, 0, 0);
    grasp.release();
    expect(grasp.exhibit).toBeNull();
    const [released] = commands;
    expect(released.type).toBe('exhibit.release');
    const { rotation } = released as { rotation: number[] };
    expect(rotation[1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(Math.hypot(...rotation)).toBeCloseTo(1, 6);
  });

  it('tilts about the right hand side of the onlooker', () => {
    grasp.turn(0, 0.5, Math.PI / 2, 0); // looking along -X, the right hand side is -Z
    expect(grasp.shown[2]).toBeCloseTo(-Math.sin(0.25), 6);
    expect(grasp.shown[0]).toBeCloseTo(0, 6);
  });

  it('does not tilt when it may only turn upright', () => {
    begin(true);
    grasp.turn(0, 0.7, 0, 0);
    expect(Array.from(grasp.shown)).toEqual([0, 0, 0, 1]);
  });

  it('says nothing once it is dropped', () => {
    grasp.turn(1, 0, 0, 0);
    grasp.drop();
    grasp.step(5000);
    expect([...commands, ...sent]).toEqual([]);
  });
});

describe('an exhibit that is carried', () => {
  const turned = (angle: number) => ({ x: 0, y: Math.sin(angle / 2), z: 0, w: Math.cos(angle / 2) });
  const carry = (angle: number, now: number): void =>
    grasp.carry({ position: { x: 1, y: 1.2, z: -3 }, rotation: turned(angle), scale: 2 }, now);

  it('is told of with place and size, at most 20 times a second', () => {
    for (let now = 0; now < 1000; now += 11) {
      carry(now / 1000, now);
      grasp.step(now);
    }
    expect(sent.length).toBeGreaterThan(16);
    expect(sent.length).toBeLessThanOrEqual(20);
    const { carried, position, scale } = grasp.held;
    expect([carried, ...position, scale]).toEqual([true, 1, 1.2, -3, 2]);
  });

  it('settles when it has been turned and rests, though the hand trembles', () => {
    for (let now = 0; now < 3000; now += 50) {
      carry(1 + 0.004 * Math.sin(now), now);
      grasp.step(now);
    }
    expect(commands).toHaveLength(1);
    expect((commands[0] as { rotation: number[] }).rotation[1]).toBeCloseTo(Math.sin(0.5), 2);
  });

  it('does not settle when it is only brought elsewhere', () => {
    for (let now = 0; now < 5000; now += 50) {
      grasp.carry({ position: { x: now, y: 0, z: 0 }, rotation: turned(0), scale: 1 }, now);
      grasp.step(now);
    }
    expect(commands).toEqual([]);
  });

  it('grows and shrinks within its limits, and only while it is carried', () => {
    grasp.resize(2);
    expect(grasp.held.scale).toBe(1);
    carry(0, 0);
    grasp.resize(1.5);
    expect(grasp.held.scale).toBe(3);
    grasp.resize(9);
    expect(grasp.held.scale).toBe(4);
    grasp.resize(0.001);
    expect(grasp.held.scale).toBe(0.25);
    expect(grasp.adjusted).toBe(3);
  });

  it('is at home again in the hand of who takes the next thing', () => {
    carry(0, 0);
    grasp.begin({ exhibit: 'house', index: 3, slot: 5, rotation: [0, 0, 0, 1], upright: true });
    expect([grasp.held.carried, grasp.held.scale]).toEqual([false, 1]);
  });
});
