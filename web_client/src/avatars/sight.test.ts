// Who is in view of a camera, and of either eye of a headset.
import { ArrayCamera, PerspectiveCamera, Sphere, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Sight } from './sight';

const AT_M = 5;

/** A camera that looks along -Z and sees so far to the left and right, as tangents. */
function eye(left: number, right: number): PerspectiveCamera {
  const camera = new PerspectiveCamera();
  camera.projectionMatrix.makePerspective(-left * 0.1, right * 0.1, 0.1, -0.1, 0.1, 100);
  return camera;
}

function sees(camera: PerspectiveCamera, across: number, depth = -AT_M): boolean {
  const sight = new Sight();
  sight.set(camera);
  return sight.has(new Sphere(new Vector3(across * AT_M, 0, depth), 0.1));
}

describe('sight', () => {
  it('is what a camera has in its picture', () => {
    const camera = eye(1, 1);
    expect(sees(camera, 0)).toBe(true);
    expect(sees(camera, 0.9)).toBe(true);
    expect(sees(camera, 1.2)).toBe(false);
    expect(sees(camera, 0, AT_M)).toBe(false);
  });

  it('is what either eye sees of a headset', () => {
    // As in headsets, each eye sees farther outwards than inwards.
    const both = new ArrayCamera([eye(1.3, 0.9), eye(0.9, 1.3)]);
    for (const side of [-1, 1]) {
      expect(sees(both, side * 1.2)).toBe(true);
      expect(sees(both, side * 1.45)).toBe(false);
    }
    expect(sees(both, 0, AT_M)).toBe(false);
  });

  it('follows a headset that is taken off', () => {
    const sight = new Sight();
    const aside = new Sphere(new Vector3(1.2 * AT_M, 0, -AT_M), 0.1);
    sight.set(new ArrayCamera([eye(1.3, 0.9), eye(0.9, 1.3)]));
    expect(sight.has(aside)).toBe(true);
    sight.set(eye(1, 1));
    expect(sight.has(aside)).toBe(false);
  });
});
