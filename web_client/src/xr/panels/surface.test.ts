import { AlwaysDepth, LessEqualDepth, Ray, Vector2, Vector3 } from 'three';
import { beforeEach, expect, it, vi } from 'vitest';
import { SCALE, Surface } from './surface';

interface Sheet {
  width: number;
  height: number;
  getContext(): { canvas: Sheet };
}

function sheet(): Sheet {
  const canvas: Sheet = { width: 0, height: 0, getContext: () => ({ canvas }) };
  return canvas;
}

beforeEach(() => {
  vi.stubGlobal('document', { createElement: sheet });
});

/** 400 by 200 pixels, seen from a metre, 1 m ahead at the height of the eyes, turned by `yaw`. */
function hung(yaw = 0): Surface {
  const surface = new Surface();
  surface.begin(400, 200);
  surface.finish(400, 200, 12);
  surface.mesh.position.set(0, 1.6, -1);
  surface.mesh.rotation.y = yaw;
  surface.mesh.updateMatrixWorld(true);
  return surface;
}

const EYES = new Vector3(0, 1.6, 0);
const towards = (to: Vector3): Ray => new Ray(EYES, to.clone().sub(EYES).normalize());

it('is as large as its pixels are to be from where it is seen', () => {
  const surface = hung();
  expect([surface.breadth, surface.tallness]).toEqual([0.6, 0.3].map((metres) => expect.closeTo(metres)));
  surface.seenFrom(0.5);
  expect([surface.breadth, surface.tallness]).toEqual([0.3, 0.15].map((metres) => expect.closeTo(metres)));
});

it.each([0, 0.5])('is met at the pixel that a ray goes to, turned by %f', (yaw) => {
  const surface = hung(yaw);
  const at = new Vector3();
  const to = surface.point(100, 150, new Vector3());
  expect(surface.reach(towards(to), at)).toBeCloseTo(to.distanceTo(EYES));
  expect(at.distanceTo(to)).toBeLessThan(1e-6);
  const pixel = surface.pixel(at, new Vector2());
  expect([pixel.x, pixel.y]).toEqual([expect.closeTo(100), expect.closeTo(150)]);
});

it('is not met beside it, nor from behind', () => {
  const surface = hung();
  const at = new Vector3();
  expect(surface.reach(towards(new Vector3(0.31, 1.6, -1)), at)).toBe(Infinity);
  expect(surface.reach(new Ray(EYES, new Vector3(0, 0, 1)), at)).toBe(Infinity);
  expect(surface.reach(new Ray(new Vector3(0, 1.6, -2), new Vector3(0, 0, 1)), at)).toBe(Infinity);
});

it('tells how far a finger is before it', () => {
  const surface = hung();
  expect(surface.before(new Vector3(0.1, 1.6, -0.95))).toBeCloseTo(0.05);
  expect(surface.before(new Vector3(0.1, 1.6, -1.02))).toBeCloseTo(-0.02);
  expect(surface.before(new Vector3(0.4, 1.6, -0.95))).toBe(Infinity);
});

it('shows what was there until another size is painted as a whole', () => {
  const surface = hung();
  const before = surface.begin(400, 200);
  const larger = surface.begin(400, 300);
  expect(larger).not.toBe(before);
  expect(surface.begin(400, 300)).toBe(larger);
  expect(surface.height).toBe(200);
  surface.finish(400, 300, 12);
  expect(surface.height).toBe(300);
  expect(surface.begin(400, 300)).toBe(larger);
  expect(surface.mesh.material.map!.image).toBe(larger.pen.canvas);
  expect(larger.pen.canvas.height).toBe(300 * SCALE);
});

it('keeps to its size when another one was begun and given up', () => {
  const surface = hung();
  const before = surface.begin(400, 200);
  surface.begin(400, 300);
  expect(surface.begin(400, 200)).toBe(before);
  surface.finish(400, 200, 12);
  expect(surface.mesh.material.map!.image).toBe(before.pen.canvas);
});

it('is drawn over everything, but for a hand before it where nothing of the room is', () => {
  const surface = hung();
  const { material } = surface.mesh;
  surface.handBefore(false);
  expect(material.depthFunc).toBe(AlwaysDepth);
  surface.handBefore(true);
  expect(material.depthFunc).toBe(LessEqualDepth);
  surface.hidden(1, true);
  surface.hidden(3, true);
  surface.hidden(1, false);
  surface.handBefore(true);
  expect(material.depthFunc).toBe(AlwaysDepth);
  surface.hidden(3, false);
  surface.handBefore(true);
  expect(material.depthFunc).toBe(LessEqualDepth);
});

it('knows a hand that is before it, as the eyes see it', () => {
  const surface = hung();
  const before = (x: number, y: number, z: number): boolean => surface.behind(new Vector3(x, y, z), EYES, 0.1);
  expect(before(0, 1.6, -0.5)).toBe(true);
  expect(before(0.18, 1.6, -0.5)).toBe(true);
  expect(before(0.25, 1.6, -0.5)).toBe(false);
  expect(before(0.36, 1.6, -1.02)).toBe(true);
  expect(before(0, 1.1, -0.3)).toBe(false);
  expect(before(0, 1.6, -1.3)).toBe(false);
  expect(before(0, 1.6, 0.2)).toBe(false);
});
