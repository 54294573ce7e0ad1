// The viewer's crowds: groups that face each other, seats that are taken, nobody in the onlooker's way, the same each time.
import { describe, expect, it } from 'vitest';
import { angleBetween } from '../replica/slerp';
import { Pose } from '../protocol/poses';
import { crowdOf, Ground, randomOf, type Spot } from './actors';

const MIN = [-10, 0, -10];
const MAX = [10, 3, 10];
const SEATS: Spot[] = Array.from({ length: 8 }, (_, i) => ({ x: -9 + i, y: 0, z: 9, yaw: 0 }));

function party(count: number, prepare: (ground: Ground) => void = () => undefined) {
  const random = randomOf(7);
  const ground = new Ground(null, MIN, MAX, random);
  prepare(ground);
  const { actors, speakers } = crowdOf(ground, SEATS, count, random);
  const poses = actors.map((actor) => {
    const pose = new Pose();
    actor(1, pose);
    return pose;
  });
  return { poses, speakers };
}

describe('a crowd', () => {
  it('has as many as are asked for, some on seats, and is the same each time', () => {
    const { poses } = party(120);
    expect(poses.length).toBe(120);
    expect(poses.filter(({ seated }) => seated).length).toBe(6);
    expect(party(120).poses.map(({ x }) => x)).toEqual(poses.map(({ x }) => x));
  });

  it('talks in groups: who speaks has somebody before them who looks at them', () => {
    const { poses, speakers } = party(120);
    expect(speakers.length).toBeGreaterThan(20);
    for (const speaker of speakers) {
      const [a, b] = [poses[speaker], poses[speaker + 1]];
      expect(Math.hypot(a.x - b.x, a.z - b.z)).toBeLessThan(2);
      const [from, to] = [Math.atan2(-(b.x - a.x), -(b.z - a.z)), Math.atan2(b.x - a.x, b.z - a.z)];
      expect(Math.abs(angleBetween(a.yaw, from))).toBeLessThan(1.5);
      expect(Math.abs(angleBetween(b.yaw, to))).toBeLessThan(1.5);
    }
  });

  it('leaves the onlooker a clear view, and stands in nobody', () => {
    const { poses } = party(120, (ground) => ground.clear(0, 0, 3));
    const standing = poses.filter(({ seated }) => !seated).slice(0, 80);
    for (const { x, z } of standing) expect(Math.hypot(x, z)).toBeGreaterThan(2.5);
    standing.forEach((a, i) =>
      standing.slice(i + 1).forEach((b) => expect(Math.hypot(a.x - b.x, a.z - b.z)).toBeGreaterThan(0.35)));
  });
});
