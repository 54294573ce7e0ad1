// The view from close by: it shows all of the exhibit in what is free, and glides there and back.
import { Object3D, PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Closer, type Covered, fit } from './closer';

const NONE: Covered = { left: 0, right: 0, top: 0, bottom: 0 };
const CARD = { across: 0.43, upright: 0.27 };
const SUBJECT = { centre: new Vector3(2, 1.5, -3), ...CARD };

const near = (size: typeof CARD, aspect: number, covered = NONE): number =>
  fit(size, 1, aspect, covered, { distance: 0, right: 0, up: 0 }).distance;

/** A camera at somebody's eyes, in a rig at their feet. */
function eyes(aspect = 16 / 9) {
  const camera = new PerspectiveCamera(62, aspect, 0.05, 100);
  camera.rotation.order = 'YXZ';
  const rig = new Object3D();
  rig.position.set(0, 0, 3);
  rig.add(camera);
  return { camera, rig };
}

function look(closer: Closer, { camera, rig }: ReturnType<typeof eyes>, seconds: number): void {
  camera.position.set(0, 1.6, 0);
  camera.rotation.set(0, 0, 0);
  closer.apply(camera, rig.position, seconds);
  rig.updateMatrixWorld(true);
}

describe('how near one goes', () => {
  it('is the farther the more is covered, and upright screens ask for more', () => {
    const free = near(CARD, 16 / 9);
    expect(near(CARD, 16 / 9, { ...NONE, right: 0.3 })).toBeGreaterThan(free);
    expect(near(CARD, 0.46)).toBeGreaterThan(free);
  });

  it('is never into the thing itself', () => {
    expect(near({ across: 0.01, upright: 0.01 }, 1)).toBeGreaterThan(0.5);
  });
});

describe.each([
  ['a wide window with the card at its right', 16 / 9, { ...NONE, left: 0.3, right: 0.3, top: 0.1 }],
  ['a phone with the sheet at its foot', 390 / 844, { ...NONE, top: 0.1, bottom: 0.46 }],
])('in %s', (_, aspect, covered) => {
  it('all of it is in what is free, from the front and around', () => {
    const closer = new Closer();
    const seen = eyes(aspect);
    Object.assign(closer.covered, covered);
    look(closer, seen, 0);
    closer.begin('card', SUBJECT, 0.7, seen.camera, true);
    for (const turn of [0, 0.8, -1.6]) {
      closer.orbit(turn);
      look(closer, seen, 0.1);
      const yaw = seen.camera.rotation.y;
      for (const side of [-1, 1])
        for (const up of [-1, 1]) {
          const corner = new Vector3(Math.cos(yaw) * CARD.across * side, CARD.upright * up, -Math.sin(yaw) * CARD.across * side);
          const { x, y, z } = corner.add(SUBJECT.centre).project(seen.camera);
          expect(z).toBeLessThan(1);
          expect(x).toBeGreaterThan(-1 + 2 * covered.left);
          expect(x).toBeLessThan(1 - 2 * covered.right);
          expect(y).toBeGreaterThan(-1 + 2 * covered.bottom);
          expect(y).toBeLessThan(1 - 2 * covered.top);
        }
    }
  });
});

describe('the way there', () => {
  it('is a glide of 0.8 s without a jolt, and the same back', () => {
    const closer = new Closer();
    const seen = eyes();
    look(closer, seen, 0);
    const places: Vector3[] = [];
    const glide = (): void => {
      for (let i = 0; i < 50; i++) {
        look(closer, seen, 0.02);
        places.push(seen.camera.getWorldPosition(new Vector3()));
      }
    };
    closer.begin('card', SUBJECT, 0, seen.camera, false);
    glide();
    expect(closer.left).toBe(0);
    const there = places.at(-1)!;
    expect(there.distanceTo(SUBJECT.centre)).toBeLessThan(2);
    closer.end(seen.camera, false);
    glide();
    expect(places.at(-1)!.distanceTo(new Vector3(0, 1.6, 3))).toBeLessThan(1e-6);
    expect(closer.on).toBe(false);
    const steps = places.slice(1).map((place, i) => place.distanceTo(places[i]));
    expect(Math.max(...steps)).toBeLessThan(0.3);
  });

  it('is a cut where nothing is to glide', () => {
    const closer = new Closer();
    const seen = eyes();
    look(closer, seen, 0);
    closer.begin('card', SUBJECT, 0, seen.camera, true);
    look(closer, seen, 0);
    expect(closer.left).toBe(0);
    expect(seen.camera.getWorldPosition(new Vector3()).distanceTo(SUBJECT.centre)).toBeLessThan(2);
  });
});
