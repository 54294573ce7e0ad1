// The space of a headset, moved as one wishes to be.
import { Group, Quaternion, Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { yawOf } from '../../protocol/quaternion';
import { Footing } from './footing';

/** A head that is somewhere in its own space, looking somewhat down. */
const IN_SPACE = new Vector3(0.4, 1.6, -0.7);
const LOOKING = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), 0.5).multiply(new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -0.3));

let rig: Group;
let head: { position: Vector3; rotation: Quaternion; yaw: number; turned(): void };
let footing: Footing;

beforeEach(() => {
  rig = new Group();
  rig.position.set(3, 0.2, -5);
  rig.rotation.y = 1.1;
  const rotation = LOOKING.clone().premultiply(rig.quaternion);
  head = {
    position: IN_SPACE.clone().applyQuaternion(rig.quaternion).add(rig.position),
    rotation,
    yaw: yawOf(rotation.toArray()),
    turned() { this.yaw = yawOf(this.rotation.toArray()); },
  };
  footing = new Footing(rig, head);
});

/** Where the head is by what the headset says, in the room as the rig now stands. */
function byHeadset(): { place: Vector3; yaw: number } {
  rig.updateMatrixWorld(true);
  const rotation = LOOKING.clone().premultiply(rig.quaternion);
  return { place: IN_SPACE.clone().applyMatrix4(rig.matrixWorld), yaw: yawOf(rotation.toArray()) };
}

describe('the space of a headset', () => {
  it('turns about the head', () => {
    const before = head.position.clone();
    const { yaw } = head;
    footing.turn(-Math.PI / 6);
    expect(byHeadset().place.distanceTo(before)).toBeLessThan(1e-9);
    expect(byHeadset().yaw - yaw).toBeCloseTo(-Math.PI / 6);
    expect(head.yaw).toBeCloseTo(byHeadset().yaw);
    expect(footing.moved).toBe(true);
  });

  it('brings the head over the feet, looking where it is to look', () => {
    footing.put(new Vector3(-2, 7, 4), 2.9);
    const { place, yaw } = byHeadset();
    expect([place.x, place.z, yaw]).toEqual([expect.closeTo(-2), expect.closeTo(4), expect.closeTo(2.9)]);
    expect(place.y).toBeCloseTo(1.8); // heights are another matter
    expect(head.position.distanceTo(place)).toBeLessThan(1e-9);
  });

  it('rises and sinks', () => {
    footing.level(1);
    expect(byHeadset().place.y).toBeCloseTo(2.6);
    expect(head.position.y).toBeCloseTo(2.6);
  });

  it('has not moved where it is already', () => {
    const { x, z } = head.position;
    footing.put(new Vector3(x, 0, z), head.yaw);
    footing.level(0.2);
    expect(footing.moved).toBe(false);
  });
});
