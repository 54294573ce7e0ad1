// Hands outside of thighs: on everybody who is shipped, in every clip, whatever their girth and their arms.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Feet, stepsOf } from './feet';
import { Frame } from './forward';
import { UPPER } from './gestures';
import { readModel } from './models';
import { Body } from './body';
import type { Clip } from './clips';
import { joint, JOINT_COUNT } from './skeleton';
import { Stance } from './stance';
import { bodyOf, bytesOf, shippedClips, withoutPictures } from './testing';
import { keepOffThighs } from './thighs';

const clips = await shippedClips();
const { people } = JSON.parse(readFileSync(new URL('../../../assets/avatars/people.json', import.meta.url), 'utf8')) as {
  people: { id: string; file: string }[];
};
const bodies = await Promise.all(people.map(async ({ id, file }) => ({ id, body: (await readModel(withoutPictures(bytesOf(file)))).body })));
const MOMENTS = 17;
const frame = new Frame();
const stance = new Stance();
const layer = new Stance();

const place = (name: string): number[] => [...frame.places.subarray(joint(name) * 3, joint(name) * 3 + 3)];

/** As it is played, but for what keeps hands off thighs. */
function hold(body: Body, clip: Clip, share: number): void {
  const upper = clip.traits.mask === 'upper';
  stance.clear();
  (upper ? clips.get('idle-1') : clip).add(upper ? 0 : share * clip.duration, 1, body, stance);
  stance.normalise();
  if (upper) {
    layer.clear();
    clip.add(share * clip.duration, 1, body, layer);
    layer.normalise();
    stance.mix(layer, 1, UPPER);
  }
  frame.solve(body, stance);
  new Feet().step(frame, body, stance, 0, 0, 0, stepsOf(clip.traits, share), 1);
}

/** How deep the bones of both hands are in the middle part of either thigh, metres. */
function deepest({ girth }: Body): number {
  let found = -Infinity;
  for (const side of ['left', 'right'])
    for (const leg of ['left', 'right'])
      for (const bone of ['Hand', 'IndexProximal', 'LittleProximal', 'MiddleIntermediate']) {
        const [point, hip, knee] = [side + bone, `${leg}UpperLeg`, `${leg}LowerLeg`].map(place);
        const along = knee.map((value, k) => value - hip[k]);
        const share = along.reduce((sum, value, k) => sum + value * (point[k] - hip[k]), 0) / Math.hypot(...along) ** 2;
        if (share < 0.2 || share > 1) continue;
        const away = Math.hypot(...point.map((value, k) => value - hip[k] - along[k] * share));
        found = Math.max(found, girth * (1.14 - 0.35 * share) - away);
      }
  return found;
}

describe.each(bodies)('$id', ({ body }) => {
  it('is as stout as people are', () => {
    expect(body.girth).toBeGreaterThan(0.07);
    expect(body.girth).toBeLessThan(0.14);
  });

  it.each(clips.names)('keeps the hands out of the thighs in %s', (name) => {
    for (let i = 0; i < MOMENTS; i++) {
      hold(body, clips.get(name), i / (MOMENTS - 1));
      keepOffThighs(frame, body, stance, JOINT_COUNT);
      expect(deepest(body)).toBeLessThan(0.012);
    }
  });
});

it('is what keeps them out: without it, long arms of a sitter sink into stout legs', () => {
  const worst = bodies.map(({ body }) => {
    hold(body, clips.get('sit'), 0);
    return deepest(body);
  });
  expect(Math.max(...worst)).toBeGreaterThan(0.03);
});

it('leaves hands alone that are elsewhere, and turns none', () => {
  const body = bodyOf();
  hold(body, clips.get('wave'), 0.5);
  const before = frame.places.slice();
  keepOffThighs(frame, body, stance, JOINT_COUNT);
  expect(frame.places).toEqual(before);
  const stout = new Body(body.rest, body.bindInverse, 0.17);
  hold(stout, clips.get('sit'), 0);
  const hand = joint('rightHand') * 4;
  const turned = frame.rotations.slice(hand, hand + 4);
  const at = place('rightHand');
  keepOffThighs(frame, stout, stance, JOINT_COUNT);
  expect(frame.rotations.slice(hand, hand + 4)).toEqual(turned);
  expect(Math.hypot(...place('rightHand').map((value, k) => value - at[k]))).toBeGreaterThan(0.005);
});
