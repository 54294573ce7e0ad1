import { Euler, Matrix4, Object3D, Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Anchor, DISTANCE, type Facing, facing, hangAtHand, hangInFront, hangLow, lookedAt, row, topFor, TURNED } from './placing';

const head = (x: number, y: number, z: number, yaw = 0, pitch = 0): Matrix4 =>
  new Matrix4().compose(new Vector3(x, y, z), new Quaternion().setFromEuler(new Euler(pitch, yaw, 0, 'YXZ')), new Vector3(1, 1, 1));
const at = (x: number, y: number, z: number, yaw = 0): Facing => ({ x, y, z, yaw });

function normal(object: Object3D): Vector3 {
  object.updateMatrixWorld(true);
  return new Vector3().setFromMatrixColumn(object.matrixWorld, 2);
}

describe('the side one faces', () => {
  it.each([-1.4, -1, 0, 1, 1.4])('is known at a pitch of %f', (pitch) => {
    const found = facing(head(1, 1.6, 2, 0.7, pitch), at(0, 0, 0));
    expect(found.yaw).toBeCloseTo(0.7, 3);
    expect([found.x, found.y, found.z]).toEqual([1, 1.6, 2]);
  });
});

describe('an anchor', () => {
  const placed = (): Anchor => {
    const anchor = new Anchor(TURNED.panels);
    anchor.step(at(0, 1.6, 0), 0.01, false, false);
    return anchor;
  };
  const run = (anchor: Anchor, to: Facing, seconds: number, held = false, calm = false): boolean[] =>
    Array.from({ length: Math.round(seconds / 0.02) }, () => anchor.step(to, 0.02, held, calm));

  it('stays while one looks about a little', () => {
    const anchor = placed();
    expect(run(anchor, at(0.3, 1.5, 0.2, 0.8), 3)).not.toContain(true);
  });

  it('comes after one who has turned, not at once, and by a glide', () => {
    const anchor = placed();
    expect(run(anchor, at(0, 1.6, 0, 2), 0.4)).not.toContain(true);
    run(anchor, at(0, 1.6, 0, 2), 0.3);
    expect(anchor.yaw).toBeGreaterThan(0.1);
    expect(anchor.yaw).toBeLessThan(1.9);
    run(anchor, at(0, 1.6, 0, 2), 1);
    expect(anchor.yaw).toBeCloseTo(2, 3);
  });

  it('turns by the shorter way', () => {
    const anchor = new Anchor(TURNED.panels);
    anchor.step(at(0, 1.6, 0, 3), 0.02, false, true);
    run(anchor, at(0, 1.6, 0, -2), 0.6);
    expect(Math.abs(anchor.yaw)).toBeGreaterThan(2);
  });

  it('jumps where nothing is to glide', () => {
    const anchor = placed();
    const moved = run(anchor, at(2, 1.6, 0), 2, false, true);
    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(anchor.x).toBe(2);
  });

  it('never moves while it is pointed at, not even on its way', () => {
    const anchor = placed();
    expect(run(anchor, at(2, 1.6, 0), 3, true)).not.toContain(true);
    run(anchor, at(2, 1.6, 0), 0.7);
    const { x } = anchor;
    expect(x).toBeGreaterThan(0.05);
    run(anchor, at(2, 1.6, 0), 0.4, true);
    expect(anchor.x).toBe(x);
  });
});

describe('in front', () => {
  it('hangs at its distance, a little below the eyes, and faces them', () => {
    const panel = new Object3D();
    hangInFront(panel, at(1, 1.6, 2, Math.PI / 2), { breadth: 0.5, tallness: 0.5 }, topFor(0.5), 0);
    expect(panel.position.x).toBeCloseTo(1 - DISTANCE.front);
    expect(panel.position.y).toBeCloseTo(1.48);
    expect(normal(panel).angleTo(new Vector3(1, 1.6, 2).sub(panel.position))).toBeLessThan(1e-6);
  });

  it('puts several beside one another, the row in the middle', () => {
    const [left, right] = row([{ breadth: 0.6, tallness: 1 }, { breadth: 0.6, tallness: 1 }], 1.1);
    expect(left).toBeCloseTo(-right);
    expect(left).toBeGreaterThan(0.26);
    expect(row([{ breadth: 0.6, tallness: 1 }], 1.1)).toEqual([0]);
  });

  it('does not raise a tall one over the eyes', () => {
    const panel = new Object3D();
    hangInFront(panel, at(0, 1.6, 0), { breadth: 0.5, tallness: 1.2 }, topFor(1.2), 0);
    expect(panel.position.y + 0.6).toBeCloseTo(1.9);
  });
});

it('hangs a keyboard below the panel that is open, as the eyes see them', () => {
  const panel = new Object3D();
  hangLow(panel, at(0, 1.6, 0), { breadth: 0.6, tallness: 0.25 }, 0.5, 0);
  const edge = new Vector3(0, 0.125, 0);
  panel.updateMatrixWorld(true);
  panel.localToWorld(edge);
  const below = (1.6 - edge.y) / -edge.z;
  expect(below).toBeGreaterThan(0.5 / DISTANCE.front);
  expect(normal(panel).y).toBeGreaterThan(0.4);
});

describe('at a hand', () => {
  it('turns to the eyes', () => {
    const panel = new Object3D();
    const hand = new Vector3(0.2, 1.3, -0.4);
    hangAtHand(panel, hand, at(0, 1.6, 0), { breadth: 0.2, tallness: 0.1 });
    expect(normal(panel).angleTo(new Vector3(0, 1.6, 0).sub(panel.position))).toBeLessThan(1e-6);
    expect(panel.position.y).toBeGreaterThan(hand.y + 0.1);
  });

  it('is there while one looks at the hand, and for a while as the eyes leave it', () => {
    const hand = new Vector3(0, 1.35, -0.4);
    expect(lookedAt(head(0, 1.6, 0, 0, -0.5), hand, false)).toBe(true);
    expect(lookedAt(head(0, 1.6, 0, 0.6, -0.2), hand, false)).toBe(false);
    expect(lookedAt(head(0, 1.6, 0, 0.5, -0.4), hand, true)).toBe(true);
    expect(lookedAt(head(0, 1.6, 0, 1.2, -0.2), hand, true)).toBe(false);
    expect(lookedAt(head(0, 1.6, 0.6, 0, -0.3), hand, false)).toBe(false);
  });
});
