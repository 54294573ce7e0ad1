// What one sees of where one would go.
import { Box3, type Mesh, Ray, Vector3 } from 'three';
import { beforeEach, expect, it } from 'vitest';
import { Arc } from './arc';
import { Target } from './target';

const EYE = new Vector3(0, 1.6, 0);
const AT = new Vector3(1, 0.3, -3);
let arc: Arc;
let target: Target;

beforeEach(() => {
  arc = new Arc();
  arc.cast(new Ray(new Vector3(0.2, 1.2, 0), new Vector3(0, 0, -1)), (ray, length) => {
    const floor = -ray.origin.y / ray.direction.y;
    return floor >= 0 && floor <= length ? floor : Infinity;
  });
  target = new Target();
});

it('is a ring on the floor there, whose arrow points where one would look', () => {
  target.show(arc, AT, Math.PI / 2, EYE); // along -X
  const [ring] = target.group.children;
  expect(ring.visible).toBe(true);
  target.group.updateMatrixWorld(true);
  const box = new Box3().setFromObject(ring, true);
  expect(box.min.y).toBeGreaterThan(AT.y);
  expect(box.max.y).toBeLessThan(AT.y + 0.05);
  expect(AT.x - box.min.x).toBeGreaterThan(box.max.x - AT.x + 0.1);
  expect(AT.z - box.min.z).toBeCloseTo(box.max.z - AT.z, 2);
});

it('is no ring where one cannot stand, and another colour of the arc', () => {
  const [ring, ribbon] = target.group.children as Mesh[];
  const redness = (): number => {
    const [r, g] = [...ribbon.geometry.attributes['color'].array].slice(6, 8); // within its edge
    return r - g;
  };
  target.show(arc, AT, 0, EYE);
  expect(redness()).toBeLessThan(0);
  target.show(arc, null, 0, EYE);
  expect([ring.visible, ribbon.visible]).toEqual([false, true]);
  expect(redness()).toBeGreaterThan(0.2);
  target.hide();
  expect(target.group.visible).toBe(false);
});

it('has an arc that is thin, from the hand to the end', () => {
  target.show(arc, AT, 0, EYE);
  const { geometry } = target.group.children[1] as unknown as { geometry: { attributes: { position: { array: Float32Array } }; drawRange: { count: number } } };
  expect(geometry.drawRange.count).toBe((arc.count - 1) * 18);
  const { array } = geometry.attributes.position;
  for (let i = 0; i < arc.count; i++) {
    const point = new Vector3().fromArray(arc.points, i * 3);
    const wide = Math.min(0.03, 0.005 * point.distanceTo(EYE));
    for (const side of [0, 15]) expect(new Vector3().fromArray(array, i * 18 + side).distanceTo(point)).toBeCloseTo(wide, 5);
  }
});
