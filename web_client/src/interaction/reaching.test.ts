import { BoxGeometry, Group, Mesh, Object3D } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Figure } from '../avatars/figure';
import { Field, HAND_FIELDS } from '../replica/fields';
import { type Body, bodyOf } from '../scene/extents';
import { reacher } from './reaching';

let card: Object3D;
let body: Body;

function somebody(slot: number, x: number, z: number): Figure {
  const pose = new Float32Array(Field.size);
  pose[Field.x] = x;
  pose[Field.z] = z;
  pose[Field.headY] = 1.6;
  return { slot, known: true, pose } as Figure;
}

/** In a headset; the right hand is here, from the head. */
function wearer(slot: number, x: number, z: number, hand: readonly number[]): Figure {
  const figure = somebody(slot, x, z);
  figure.pose[Field.headset] = figure.pose[HAND_FIELDS[1]] = 1;
  figure.pose.set(hand, HAND_FIELDS[1] + 1);
  return figure;
}

beforeEach(() => {
  card = new Group();
  card.add(new Mesh(new BoxGeometry(0.8, 0.5, 0.02)));
  card.position.set(1, 1.2, 2);
  card.updateMatrixWorld(true);
  body = bodyOf(card);
});

describe('to what one carries', () => {
  it('comes who stands at it, not who passes by', () => {
    expect(reacher([somebody(4, 1.8, 2)], body, false)).toBe(4); // 0.4 + 0.25 + 0.15
    expect(reacher([somebody(4, 1.9, 2)], body, false)).toBe(-1);
  });

  it('comes a hand, wherever its owner stands', () => {
    expect(reacher([wearer(7, 2, 2, [-0.45, -0.4, 0])], body, false)).toBe(7);
    expect(reacher([wearer(7, 2, 2, [-0.35, -0.4, 0])], body, false)).toBe(-1);
    expect(reacher([wearer(7, 1.3, 2, [0.6, -0.4, 0.5])], body, false)).toBe(-1); // near it, but with no hand at it
  });

  it('the nearest of several is meant, and nobody who is not there', () => {
    const gone = somebody(1, 1, 2);
    gone.known = false;
    expect(reacher([somebody(2, 1.8, 2), gone, somebody(3, 1.7, 2)], body, false)).toBe(3);
  });

  it('is near where it is now, and as large as it is', () => {
    card.position.x = 5;
    card.scale.setScalar(3);
    card.updateMatrixWorld(true);
    expect(reacher([somebody(4, 1, 2)], body, false)).toBe(-1);
    expect(reacher([somebody(4, 3.4, 2)], body, false)).toBe(4); // 1.2 + 0.25 + 0.15
    expect(reacher([somebody(4, 3.3, 2)], body, false)).toBe(-1);
  });
});

it('to what one turns on a screen comes only a hand', () => {
  expect(reacher([somebody(4, 1.5, 2)], body, true)).toBe(-1);
  expect(reacher([wearer(7, 2, 2, [-0.5, -0.4, 0])], body, true)).toBe(7);
});
