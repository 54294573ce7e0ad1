import { BoxGeometry, Group, Mesh, type Object3D, PerspectiveCamera, Raycaster, Vector3 } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { At } from '../replica/carried';
import { Exhibits } from './exhibits';

const HOME = new Vector3(2, 1.5, 0);
let node: Object3D;
let spot: Object3D;
let exhibits: Exhibits;

/** In a room whose own root is moved, so that places of the room are not places among its nodes. */
beforeEach(() => {
  node = new Group();
  node.add(new Mesh(new BoxGeometry(0.8, 0.5, 0.02)));
  spot = new Group();
  spot.position.set(0.4, 0, 0.02);
  node.add(spot);
  const room = new Group();
  room.position.set(1, 0, 0);
  node.position.copy(HOME).sub(room.position);
  room.add(node);
  room.updateMatrixWorld(true);
  exhibits = new Exhibits([{ id: 'card', node, hotspots: new Map([['chip', spot]]) }]);
});

function place(x: number, y: number, z: number, away: number, scale = 1, yaw = 0): void {
  const shown = new Float32Array(At.size);
  shown.set([x, y, z, 0, Math.sin(yaw / 2), 0, Math.cos(yaw / 2), scale, away]);
  exhibits.apply((id) => (id === 'card' ? shown : null));
}

const where = (object: Object3D): number[] => object.getWorldPosition(new Vector3()).toArray().map((n) => Math.round(n * 1e4) / 1e4);

describe('an exhibit that is carried', () => {
  it('is drawn in the hand, turned and as large as it is there, its hotspots with it', () => {
    place(5, 1, -3, 1, 2, Math.PI / 2);
    expect(where(node)).toEqual([5, 1, -3]);
    expect(where(spot)).toEqual([5.04, 1, -3.8]);
    expect(exhibits.placeOf('card')!.toArray()).toEqual([5, 1, -3]);
    expect([exhibits.isAway('card'), exhibits.scaleOf('card')]).toEqual([true, 2]);
  });

  it('is on the straight way while it leaves home or comes back, and then as it was', () => {
    place(5, 1, -3, 0.5);
    expect(where(node)).toEqual([3.5, 1.25, -1.5]);
    place(5, 1, -3, 0);
    expect(where(node)).toEqual(HOME.toArray());
    expect([exhibits.isAway('card'), exhibits.scaleOf('card')]).toEqual([false, 1]);
  });

  it('is met by rays and touched by hands where it is', () => {
    place(5, 1, -3, 1);
    const ahead = new Vector3(0, 0, -1);
    expect(exhibits.hit(new Raycaster(new Vector3(5, 1, 0), ahead))).toMatchObject({ id: 'card' });
    expect(exhibits.hit(new Raycaster(new Vector3(2, 1.5, 3), ahead))).toBeNull();
    expect(exhibits.touched(new Vector3(5.45, 1, -3), 0.1)).toBe('card');
    expect(exhibits.touched(HOME, 0.1)).toBeNull();
  });

  it('is not what somebody stands at whom it is carried past, nor seen from close by', () => {
    const feet = new Vector3(5, 0, -2);
    place(5, 1, -3, 1);
    expect(exhibits.near(feet)).toBeNull();
    expect(exhibits.subject('card')).toBeNull();
    expect(exhibits.distance('card', feet)).toBeCloseTo(1, 6);
    place(5, 1, -3, 0);
    expect(exhibits.near(HOME)).toBe('card');
    expect(exhibits.subject('card')!.centre.toArray()).toEqual(HOME.toArray());
  });

  it('has its sign above it, as high as it is', () => {
    const camera = new PerspectiveCamera(90, 1, 0.1, 50);
    camera.position.set(5, 1, 0);
    camera.updateMatrixWorld(true);
    place(5, 1, -3, 1, 2);
    exhibits.project(camera, 600, 600, 1);
    const [sign] = exhibits.signs;
    expect(sign.visible).toBe(true);
    expect(sign.x).toBeCloseTo(300, 3);
    expect(sign.y).toBeCloseTo(300 - ((0.25 * 2 + 0.06) / 3) * 300, 3);
  });
});

it('of several the nearest is touched', () => {
  const other = new Group();
  other.add(new Mesh(new BoxGeometry(0.2, 0.2, 0.2)));
  other.position.set(3, 1.5, 0);
  other.updateMatrixWorld(true);
  const both = new Exhibits([{ id: 'card', node, hotspots: new Map() }, { id: 'cube', node: other, hotspots: new Map() }]);
  expect(both.touched(new Vector3(2.7, 1.5, 0), 0.5)).toBe('cube');
  expect(both.touched(new Vector3(2.6, 1.5, 0), 0.5)).toBe('card');
  expect(both.touched(new Vector3(2.6, 1.5, 1), 0.5)).toBeNull();
});
