// Where a thing would stand: on what a ray meets if it is a table, else on one that is thought of, always within reach.
import { Matrix4, Quaternion, Ray, Vector3 } from 'three';
import { describe, expect, it, vi } from 'vitest';
import { Feeler, thoughtOf } from './feeler';

const SPACE = {} as XRReferenceSpace;
const HAND = {} as XRSpace;
const ray = new Ray(new Vector3(0, 1.5, 0), new Vector3(0, -1, -1).normalize());

/** A surface at this place, turned so. */
function surface(at: Vector3, turn = new Quaternion()): XRHitTestResult {
  const matrix = new Matrix4().compose(at, turn, new Vector3(1, 1, 1)).elements;
  return { getPose: () => ({ transform: { matrix } }) } as unknown as XRHitTestResult;
}

function room(results: XRHitTestResult[]) {
  const cancel = vi.fn();
  const requestHitTestSource = vi.fn(() => Promise.resolve({ cancel } as unknown as XRHitTestSource));
  const feeler = new Feeler({ requestHitTestSource } as unknown as XRSession, true);
  const frame = { getHitTestResults: () => results } as unknown as XRFrame;
  return { feeler, frame, requestHitTestSource, cancel };
}

async function felt(results: XRHitTestResult[]): Promise<Feeler> {
  const { feeler, frame } = room(results);
  feeler.step(frame, SPACE, ray, HAND);
  await Promise.resolve();
  feeler.step(frame, SPACE, ray, HAND);
  return feeler;
}

describe('what a ray meets', () => {
  it('is where the thing stands, if it is level', async () => {
    const feeler = await felt([surface(new Vector3(0.1, 0.7, -0.8))]);
    expect(feeler.real).toBe(true);
    expect(feeler.result).not.toBeNull();
    expect(feeler.at.toArray()).toEqual([0.1, 0.7, -0.8]);
  });

  it('is no table if it is a wall, or across the room', async () => {
    const wall = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), Math.PI / 2);
    for (const result of [surface(new Vector3(0, 1, -1), wall), surface(new Vector3(0, 0.7, -6))]) {
      const feeler = await felt([result]);
      expect(feeler.real).toBe(false);
      expect(feeler.result).toBeNull();
      expect(feeler.at.y).toBeCloseTo(0.74);
    }
  });

  it('is asked for once for each thing that one points with', async () => {
    const { feeler, frame, requestHitTestSource, cancel } = room([]);
    for (const from of [HAND, HAND, {} as XRSpace]) {
      feeler.step(frame, SPACE, ray, from);
      await Promise.resolve();
    }
    expect(requestHitTestSource).toHaveBeenCalledTimes(2);
    expect(cancel).toHaveBeenCalledTimes(1);
    feeler.dispose();
    expect(cancel).toHaveBeenCalledTimes(2);
  });

  it('is not known where the device refuses to tell', async () => {
    for (const requestHitTestSource of [undefined, () => Promise.reject(new Error('no'))]) {
      const feeler = new Feeler({ requestHitTestSource } as unknown as XRSession, false);
      feeler.step({} as XRFrame, SPACE, ray, HAND);
      await Promise.resolve();
      feeler.step({} as XRFrame, SPACE, ray, HAND);
      expect(feeler.real).toBe(false);
      expect(feeler.at.y).toBeCloseTo(-0.55); // from where one began
    }
  });
});

describe('a table that is thought of', () => {
  const out = new Vector3();

  it('is met where the ray comes down to it', () => {
    expect(thoughtOf(ray, 0.74, out).distanceTo(new Vector3(0, 0.74, -0.76))).toBeLessThan(1e-6);
  });

  it('is within reach, wherever one looks', () => {
    for (const pitch of [-1.5, -0.9, -0.3, -0.05, 0, 0.6])
      for (const yaw of [0, 2, -1]) {
        const level = Math.cos(pitch);
        const direction = new Vector3(-Math.sin(yaw) * level, Math.sin(pitch), -Math.cos(yaw) * level);
        thoughtOf(new Ray(new Vector3(1, 1.6, 2), direction), 0.74, out);
        const away = Math.hypot(out.x - 1, out.z - 2);
        expect(away).toBeGreaterThan(0.34);
        expect(away).toBeLessThan(1.41);
        expect(out.y).toBe(0.74);
      }
  });
});
