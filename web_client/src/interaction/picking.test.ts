import { BoxGeometry, BufferGeometry, Group, Mesh, Object3D, PerspectiveCamera, PlaneGeometry, Ray, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';
import { Exhibits } from '../scene/exhibits';
import type { Seat } from '../scene/seats';
import { Floor } from './floor';
import { type Pickable, Picker } from './picking';

const BOX = { min: [-8, 0, -12], max: [8, 4, 4] };
const SEAT: Seat = { id: 'seat:1', feet: new Vector3(2, 0, -4), front: new Vector3(2, 0, -3), yaw: Math.PI, height: 0.46, eyes: 1.2 };

function somebody(slot: number, x: number, z: number, shown = true): Figure {
  const pose = new Float32Array(Field.size);
  pose.set([x, 0, z], Field.x);
  return { slot, shown, pose, top: 1.75 } as Figure;
}

/** A plinth of 0.6 m by 1.2 m 5 m ahead with a card on it, a chair at the right, a doorway in the wall at the left. */
function room(obstacles: BufferGeometry | null = new BoxGeometry(0.6, 1.2, 0.6).translate(0, 0.6, -5)): Pickable {
  const card = new Group();
  card.add(new Mesh(new BoxGeometry(0.8, 0.5, 0.02)));
  card.position.set(0, 1.5, -5);
  card.updateMatrixWorld(true);
  const floor = new PlaneGeometry(16, 16).rotateX(-Math.PI / 2).translate(0, 0, -4);
  return {
    floor: new Floor(floor, BOX, 0),
    obstacles,
    exhibits: new Exhibits([{ id: 'card', node: card, hotspots: new Map<string, Object3D>() }]),
    seats: [SEAT],
    portals: [{ room: 'events', at: new Vector3(-4, 0, -7.6), yaw: Math.PI }],
  };
}

/** What somebody at the origin sees under the pointer when it is on `point`. */
function at(point: [number, number, number], people: Figure[] = [], where = room()): ReturnType<Picker['pick']> {
  const camera = new PerspectiveCamera(60, 16 / 9, 0.05, 100);
  camera.position.set(0, 1.6, 0);
  camera.updateMatrixWorld(true);
  const { x, y } = new Vector3(...point).project(camera);
  return new Picker(where, people).pick(x, y, camera);
}

describe('under the pointer', () => {
  it('is the floor, at the very place', () => {
    const { kind, point } = at([1, 0, -3]);
    expect(kind).toBe('floor');
    expect(point.distanceTo(new Vector3(1, 0, -3))).toBeLessThan(1e-6);
  });

  it('is an exhibit, a seat, the room that a doorway leads to', () => {
    expect(at([0.2, 1.5, -5])).toMatchObject({ kind: 'exhibit', id: 'card' });
    expect(at([2, 0.4, -4])).toMatchObject({ kind: 'seat', id: 'seat:1' });
    expect(at([-4, 1.2, -8])).toMatchObject({ kind: 'portal', id: 'events' });
  });

  it('is a person, and who stands nearer hides what is behind', () => {
    expect(at([0, 1.5, -5], [somebody(7, 0, -3)])).toMatchObject({ kind: 'person', id: '7' });
    expect(at([0, 1.5, -5], [somebody(7, 0, -7)])).toMatchObject({ kind: 'exhibit' });
    expect(at([0, 1.5, -5], [somebody(7, 0, -3, false)])).toMatchObject({ kind: 'exhibit' });
  });

  it('is the floor before furniture when one points at that', () => {
    const { kind, point } = at([0, 0.5, -4.7]);
    expect(kind).toBe('floor');
    expect(Math.hypot(point.x, point.z + 4.7)).toBeLessThan(1.2);
  });

  it('is nothing in the air, and nothing that a wall hides', () => {
    expect(at([0, 9, -9]).kind).toBeNull();
    const wall = new BoxGeometry(16, 4, 0.1).translate(0, 2, -2);
    expect(at([0, 1.5, -5], [somebody(7, 0, -3)], room(wall)).kind).not.toBe('person');
    expect(at([0, 1.5, -5], [], room(wall)).kind).not.toBe('exhibit');
  });

  it('needs no shapes of furniture', () => {
    expect(at([0.2, 1.5, -5], [], room(null))).toMatchObject({ kind: 'exhibit' });
    expect(at([0, 0, -6], [], room(null)).kind).toBe('floor');
  });
});

describe('what a headset points at', () => {
  const picker = (): Picker => new Picker(room(), []);
  const ray = (from: [number, number, number], to: [number, number, number]): Ray =>
    new Ray(new Vector3(...from), new Vector3(...to).sub(new Vector3(...from)).normalize());

  it('is the same along a ray, and how far that is', () => {
    const found = picker().along(ray([0.3, 1.2, 0], [0.1, 1.5, -5]));
    expect(found).toMatchObject({ kind: 'exhibit', id: 'card' });
    expect(found.distance).toBeCloseTo(5, 1);
    expect(picker().along(ray([0, 1.2, 0], [1, 0, -3])).distance).toBeCloseTo(Math.hypot(1, 1.2, 3));
    expect(picker().along(ray([0, 1.2, 0], [0, 9, -3]))).toMatchObject({ kind: null, distance: Infinity });
  });

  it('ends an arc where a stretch of it meets the floor, a seat, a doorway, or what stands there', () => {
    expect(picker().end(ray([1, 0.3, -3], [1, 0, -3.2]), 0.5)).toMatchObject({ kind: 'floor' });
    expect(picker().end(ray([1, 0.3, -3], [1, 0, -3.2]), 0.1)).toMatchObject({ kind: null, distance: Infinity });
    expect(picker().end(ray([2, 1.4, -3.4], [2, 0.5, -4]), 1)).toMatchObject({ kind: 'seat', id: 'seat:1' });
    expect(picker().end(ray([-4, 1.2, -7], [-4, 1.2, -8]), 1)).toMatchObject({ kind: 'portal', id: 'events' });
    const before = picker().end(ray([0, 1, -4.5], [0, 0.9, -5]), 0.6);
    expect(before).toMatchObject({ kind: 'floor' });
    expect(before.distance).toBeCloseTo(0.2, 1);
  });

  it('is not the seat that one sits on', () => {
    expect(picker().along(ray([2, 0.7, -3.9], [2, 0, -2]))).toMatchObject({ kind: 'floor' });
  });
});
