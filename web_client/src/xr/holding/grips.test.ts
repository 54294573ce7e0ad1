import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { OneHand, type Palm, type Place, TwoHands } from './grips';

const Y = new Vector3(0, 1, 0);
const X = new Vector3(1, 0, 0);

function palm(x: number, y: number, z: number, about = Y, angle = 0): Palm {
  return { position: new Vector3(x, y, z), rotation: new Quaternion().setFromAxisAngle(about, angle) };
}

function placed(x: number, y: number, z: number, scale = 1): Place {
  return { position: new Vector3(x, y, z), rotation: new Quaternion(), scale };
}

/** Where a point of the exhibit is in the room. */
function at({ position, rotation, scale }: Place, point: Vector3): Vector3 {
  return point.clone().multiplyScalar(scale).applyQuaternion(rotation).add(position);
}

/** By how many degrees it is turned from how it stood. */
function turned({ rotation }: Place, about: Vector3, angle: number): number {
  return (rotation.angleTo(new Quaternion().setFromAxisAngle(about, angle)) * 180) / Math.PI;
}

function near(one: Vector3, other: Vector3, metres = 1e-6): void {
  expect(one.distanceTo(other)).toBeLessThan(metres);
}

describe('one hand', () => {
  it('carries it along, and turns it about where it is held', () => {
    const place = placed(0.3, 1, -0.5);
    const hand = new OneHand();
    hand.begin(palm(0, 1, -0.5), place);
    const held = new Vector3(-0.3, 0, 0);
    near(at(place, held), new Vector3(0, 1, -0.5));
    hand.move(palm(1, 1.5, 0, Y, Math.PI / 2), place, false);
    near(at(place, held), new Vector3(1, 1.5, 0));
    near(place.position, new Vector3(1, 1.5, -0.3));
    expect(turned(place, Y, Math.PI / 2)).toBeLessThan(0.01);
  });

  it('keeps upright what stands upright, however the hand is bent', () => {
    const place = placed(0, 1, 0);
    const hand = new OneHand();
    hand.begin(palm(0, 1, 0), place);
    for (let step = 1; step <= 20; step++) {
      const rotation = new Quaternion().setFromAxisAngle(Y, step * 0.05).multiply(new Quaternion().setFromAxisAngle(X, step * 0.03));
      hand.move({ position: new Vector3(0, 1, 0), rotation }, place, true);
    }
    const up = Y.clone().applyQuaternion(place.rotation);
    expect(up.y).toBeGreaterThan(1 - 1e-9);
    expect(turned(place, Y, 1)).toBeLessThan(3);
  });

  it('grows and turns about where it is held, and says when it can grow no more', () => {
    const place = placed(0.2, 1, 0);
    const hand = new OneHand();
    const fist = palm(0, 1, 0);
    hand.begin(fist, place);
    expect(hand.resize(fist, place, 2)).toBe(true);
    near(place.position, new Vector3(0.4, 1, 0));
    expect(hand.resize(fist, place, 3)).toBe(false);
    expect(place.scale).toBe(4);
    near(at(place, new Vector3(-0.2, 0, 0)), fist.position);
    hand.turn(fist, place, Math.PI);
    near(place.position, new Vector3(-0.8, 1, 0));
  });
});

describe('two hands', () => {
  function taken(place: Place): TwoHands {
    const hands = new TwoHands();
    hands.begin(palm(-0.2, 1, -0.5), palm(0.2, 1, -0.5), place);
    return hands;
  }

  it('make it larger as they part, about the middle between them', () => {
    const place = placed(0.1, 1, -0.5);
    expect(taken(place).move(palm(-0.4, 1, -0.5), palm(0.4, 1, -0.5), place, false)).toBe(true);
    expect(place.scale).toBeCloseTo(2, 9);
    near(place.position, new Vector3(0.2, 1, -0.5));
    expect(turned(place, Y, 0)).toBeLessThan(0.01);
  });

  it('turn it as the line between them, and carry it with their middle', () => {
    const place = placed(0, 1, -0.5);
    taken(place).move(palm(0, 1.2, -0.3), palm(0, 1.2, -0.7), place, false); // a quarter turn to the left
    near(place.position, new Vector3(0, 1.2, -0.5));
    expect(place.scale).toBeCloseTo(1, 9);
    expect(turned(place, Y, Math.PI / 2)).toBeLessThan(0.01);
  });

  it('roll it about the line between them', () => {
    const place = placed(0, 1, -0.5);
    const hands = taken(place);
    for (let step = 1; step <= 10; step++)
      hands.move(palm(-0.2, 1, -0.5, X, step * 0.08), palm(0.2, 1, -0.5, X, step * 0.08), place, false);
    expect(turned(place, X, 0.8)).toBeLessThan(0.01);
    near(place.position, new Vector3(0, 1, -0.5));
  });

  it('one that is rolled alone rolls it by half', () => {
    const place = placed(0, 1, -0.5);
    taken(place).move(palm(-0.2, 1, -0.5), palm(0.2, 1, -0.5, X, 0.8), place, false);
    expect(turned(place, X, 0.4)).toBeLessThan(0.01);
  });

  it('reach the limits of its size, and it follows again from there', () => {
    const place = placed(0, 1, -0.5);
    const hands = taken(place);
    expect(hands.move(palm(-1.2, 1, -0.5), palm(1.2, 1, -0.5), place, false)).toBe(false);
    expect(place.scale).toBe(4);
    expect(hands.move(palm(-0.02, 1, -0.5), palm(0.02, 1, -0.5), place, false)).toBe(false);
    expect(place.scale).toBe(0.25);
    expect(hands.move(palm(-0.2, 1, -0.5), palm(0.2, 1, -0.5), place, false)).toBe(true);
    expect(place.scale).toBeCloseTo(1, 9);
    near(place.position, new Vector3(0, 1, -0.5));
  });

  it('turn what stands upright about the vertical only, even when one is above the other', () => {
    const place = placed(0, 1, -0.5);
    const hands = taken(place);
    hands.move(palm(0, 1.1, -0.3), palm(0, 0.9, -0.7), place, true);
    expect(turned(place, Y, Math.PI / 2)).toBeLessThan(0.01);
    hands.move(palm(0, 1.2, -0.5), palm(0, 0.8, -0.5), place, true);
    expect(turned(place, Y, Math.PI / 2)).toBeLessThan(0.01);
  });

  it('that meet leave it as it is', () => {
    const place = placed(0, 1, -0.5);
    const hands = taken(place);
    hands.move(palm(0, 1, -0.5), palm(0, 1, -0.5), place, false);
    hands.move(palm(-0.2, 1, -0.5), palm(0.2, 1, -0.5), place, false);
    expect(Number.isFinite(place.rotation.x + place.position.x)).toBe(true);
    expect(turned(place, Y, 0)).toBeLessThan(0.01);
  });
});
