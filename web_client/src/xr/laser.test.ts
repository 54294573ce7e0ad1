// Rays as they are drawn: where they begin and end, and all in one draw.
import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Laser } from './laser';

const EYE = new Vector3(0, 1.6, 0);
const FROM = new Vector3(0.2, 1.2, -0.3);
const TO = new Vector3(0.5, 1.4, -3);

function points(laser: Laser): Vector3[] {
  const { array } = laser.mesh.geometry.attributes['position'];
  const used = new Set([...laser.mesh.geometry.index!.array].slice(0, laser.mesh.geometry.drawRange.count));
  return [...used].map((i) => new Vector3().fromArray(array, i * 3));
}

function drawn(from: Vector3 | null, progress = 0): Laser {
  const laser = new Laser(3);
  laser.begin();
  laser.draw(from, TO, EYE, progress, 1);
  laser.end();
  return laser;
}

/** Of the ring's points, how many are filled. */
function filled(laser: Laser): number {
  const shares = [...laser.mesh.geometry.attributes['color'].array].filter((_, i) => i % 4 === 3);
  return shares.filter((share) => Math.abs(share - 0.95) < 1e-6).length;
}

describe('a ray', () => {
  it('goes from the hand to where it ends, and is thin', () => {
    const all = points(drawn(FROM));
    const way = TO.clone().sub(FROM).normalize();
    for (const point of all) {
      const along = point.clone().sub(FROM).dot(way);
      const off = point.clone().sub(FROM).addScaledVector(way, -along).length();
      expect(off).toBeLessThan(0.085);
      expect(along).toBeGreaterThan(0);
    }
    expect(Math.min(...all.map((point) => point.distanceTo(FROM)))).toBeLessThan(0.12);
    expect(Math.min(...all.map((point) => point.distanceTo(TO)))).toBeLessThan(0.05);
  });

  it('of the gaze is only its end', () => {
    for (const point of points(drawn(null))) expect(point.distanceTo(TO)).toBeLessThan(0.085);
  });

  it('has a dot that faces the eye, before what it is on', () => {
    const way = EYE.clone().sub(TO).normalize();
    const off = points(drawn(null)).map((point) => point.clone().sub(TO).dot(way)).filter((one) => one > 1e-4);
    expect(Math.max(...off) - Math.min(...off)).toBeLessThan(1e-5);
    expect(off[0]).toBeGreaterThan(0.01); // before what it is on
  });

  it('fills a ring while one rests on something', () => {
    expect(filled(drawn(FROM, 0))).toBe(0);
    expect(filled(drawn(FROM, 0.5))).toBeGreaterThan(15);
    expect(filled(drawn(FROM, 1))).toBeGreaterThan(filled(drawn(FROM, 0.5)));
  });
});

it('nothing is drawn while nothing points, and no more than there is room for', () => {
  const laser = new Laser(2);
  laser.begin();
  laser.end();
  expect(laser.mesh.visible).toBe(false);
  laser.begin();
  for (let i = 0; i < 4; i++) laser.draw(FROM, TO, EYE, 0, 1);
  laser.end();
  expect(laser.mesh.visible).toBe(true);
  expect(laser.mesh.geometry.drawRange.count).toBe(laser.mesh.geometry.index!.count);
});
