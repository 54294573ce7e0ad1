// Hands as a headset's joints tell of them.
import { Group, type XRHandSpace } from 'three';
import { expect, it } from 'vitest';
import { pinchHandPose } from '../../node_modules/iwer/lib/device/configs/hand/pinch.js';
import { pointHandPose } from '../../node_modules/iwer/lib/device/configs/hand/point.js';
import { relaxedHandPose } from '../../node_modules/iwer/lib/device/configs/hand/relaxed.js';
import { closedShare } from './fist';

type Poses = typeof relaxedHandPose;

function handOf(pose: Poses): XRHandSpace {
  const joints: Record<string, Group> = {};
  for (const [name, { offsetMatrix: m }] of Object.entries(pose.jointTransforms)) {
    joints[name] = new Group();
    joints[name].position.set(m[12], m[13], m[14]);
  }
  return Object.assign(new Group(), { joints }) as unknown as XRHandSpace;
}

it.each([['relaxed', relaxedHandPose], ['that points', pointHandPose], ['that pinches', pinchHandPose]] as [string, Poses][])(
  'a hand %s holds nothing',
  (_, pose) => expect(closedShare(handOf(pose))).toBeLessThan(0.3),
);

it('a fist does: the index finger is bent like the others', () => {
  const hand = handOf(pointHandPose);
  hand.joints['index-finger-tip']!.position.copy(hand.joints['middle-finger-tip']!.position);
  expect(closedShare(hand)).toBe(1);
  hand.joints['ring-finger-tip']!.visible = false;
  expect(closedShare(hand)).toBe(0);
});
