import { Group, Object3D, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { seatsOf } from './seats';

function chair(name: string, x: number, turned: number): Object3D {
  const node = new Object3D();
  node.position.set(x, 0, 2);
  node.rotation.y = turned;
  node.name = name.replace(':', '');
  node.userData = { name, gltfExtensions: { OMI_seat: { back: [0, 0.46, 0.2], knee: [0, 0.46, -0.3], foot: [0, 0, -0.34] } } };
  return node;
}

it('finds the seats where they stand in the world, and how one sits there', () => {
  const root = new Group();
  root.position.set(0, 1, 0);
  root.add(chair('seat:1', -3, 0), chair('seat:2', 3, Math.PI / 2), new Object3D());
  root.updateMatrixWorld(true);
  const [ahead, left] = seatsOf(root);
  expect([ahead.id, left.id]).toEqual(['seat:1', 'seat:2']);
  expect(ahead.feet).toEqual(new Vector3(-3, 1, 2));
  expect(ahead.yaw).toBeCloseTo(0);
  expect(left.yaw).toBeCloseTo(Math.PI / 2); // to the left, towards -X
  expect(ahead.front.z).toBeLessThan(ahead.feet.z - 0.5);
  expect(left.front.x).toBeLessThan(left.feet.x - 0.5);
  expect(left.front.z).toBeCloseTo(2);
  expect(ahead.eyes).toBeCloseTo(1.2);
});
