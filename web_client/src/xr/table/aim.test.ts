// What one points with: the preferred hand, whatever was used last, or the view.
import { Matrix4, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Aim, headingOf } from './aim';

const SPACE = {} as XRReferenceSpace;
const VIEWER = {} as XRSpace;

function input(handedness: XRHandedness, targetRayMode: XRTargetRayMode = 'tracked-pointer'): XRInputSource {
  return { handedness, targetRayMode, targetRaySpace: {} } as unknown as XRInputSource;
}

/** Every space is somewhere else: its number is its x. Those that are not named are not known. */
function frameOf(...spaces: XRSpace[]): XRFrame {
  const getPose = (space: XRSpace) => {
    const at = spaces.indexOf(space);
    return at < 0 ? null : { transform: { matrix: new Matrix4().makeTranslation(at, 1, 0).elements } };
  };
  return { getPose } as unknown as XRFrame;
}

function aimWith(inputSources: XRInputSource[], hand: XRHandedness = 'right'): Aim {
  return new Aim({ inputSources } as unknown as XRSession, VIEWER, () => hand);
}

describe('one points', () => {
  const [left, right] = [input('left'), input('right')];
  const frame = frameOf(VIEWER, left.targetRaySpace, right.targetRaySpace);

  it('by the hand that one prefers, and by the other when that is used', () => {
    for (const [hand, preferred, x] of [['right', right, 2], ['left', left, 1]] as const) {
      const aim = aimWith([left, right], hand);
      aim.step(frame, SPACE);
      expect([aim.input, aim.space, aim.ray.origin.x]).toEqual([preferred, preferred.targetRaySpace, x]);
      const other = preferred === left ? right : left;
      aim.use(other);
      aim.step(frame, SPACE);
      expect(aim.input).toBe(other);
    }
  });

  it('by the only hand there is', () => {
    const aim = aimWith([left]);
    aim.step(frame, SPACE);
    expect(aim.input).toBe(left);
  });

  it('by the view without hands, while a hand is lost, and after a finger has left the glass', () => {
    const finger = input('none', 'screen');
    const inputs = [finger];
    const aim = aimWith(inputs);
    aim.step(frameOf(VIEWER, finger.targetRaySpace), SPACE);
    expect([aim.input, aim.space]).toEqual([null, VIEWER]);
    aim.use(finger);
    aim.step(frameOf(VIEWER, finger.targetRaySpace), SPACE);
    expect([aim.input, aim.ray.origin.x, aim.view.origin.x]).toEqual([finger, 1, 0]);
    inputs.pop();
    aim.step(frameOf(VIEWER), SPACE);
    expect([aim.input, aim.space, aim.ray.origin.x]).toEqual([null, VIEWER, 0]);
    const lost = aimWith([right]);
    lost.step(frameOf(VIEWER), SPACE);
    expect([lost.space, lost.ray.direction.toArray()]).toEqual([VIEWER, [0, 0, -1]]);
  });
});

it('a heading grows to the left', () => {
  const aim = aimWith([]);
  expect(headingOf(aim.ray.set(new Vector3(), new Vector3(-1, 0, 0)))).toBeCloseTo(Math.PI / 2);
  expect(headingOf(aim.ray.set(new Vector3(), new Vector3(0, 0, -1)))).toBeCloseTo(0);
});
