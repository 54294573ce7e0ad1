import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Field } from '../replica/fields';
import { HAND_M, INSIDE, type Neighbour, presence, SPACE } from './personal_space';

const TOP = 1.78;

/** Somebody at the origin on a floor that is a metre up. */
function neighbour(): Neighbour {
  const pose = new Float32Array(Field.size);
  pose[Field.y] = 1;
  pose[Field.headY] = 2.6;
  return { pose, top: 1 + TOP };
}

const from = (x: number, y = 2.6): Vector3 => new Vector3(x, y, 0);

describe('somebody near', () => {
  it.each([[SPACE, true], [INSIDE, false]] as const)('fades between two distances: %o', ({ all, none }, keepsSpace) => {
    const one = neighbour();
    const seen = (x: number): number => presence(one, from(x), keepsSpace);
    expect([seen(5), seen(all), seen(-all)]).toEqual([1, 1, 1]);
    expect(seen((all + none) / 2)).toBeCloseTo(0.5);
    expect(seen(-(all + none) / 2)).toBeCloseTo(0.5);
    expect([seen(none), seen(0)]).toEqual([0, 0]);
  });

  it('is as near to eyes that bend down to their knees, but not to those on the floor above', () => {
    expect(presence(neighbour(), from(0.3, 1.4), true)).toBe(0);
    expect(presence(neighbour(), from(0.1, 1 + TOP + 1), true)).toBe(1);
    expect(presence(neighbour(), from(0.1, 0.2), true)).toBe(1);
  });

  it('fades where a hand of theirs comes at the face, later than where they do', () => {
    const one = neighbour();
    one.pose[Field.headset] = 1;
    one.pose[Field.rightTracked] = 1;
    one.pose.set([0.7, -0.1, 0], Field.rightPosition); // from their head
    const at = (metres: number): number => presence(one, from(0.7 + metres, 2.5), true);
    expect(at(SPACE.all - HAND_M)).toBe(1);
    expect(at((SPACE.all + SPACE.none) / 2 - HAND_M)).toBeCloseTo(0.5, 5);
    expect(at(SPACE.none - HAND_M)).toBeCloseTo(0, 5);
    expect(presence(one, from(0.75, 2.5), false)).toBe(1);
    one.pose[Field.rightTracked] = 0;
    expect(at(0)).toBe(1);
  });
});
