import { BoxGeometry, Group, Mesh, Object3D, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { bodyOf, extentOf, gapTo, halfAlong, middleOf } from './extents';

/** A card of 0.8 by 0.5 m whose middle is 0.1 m above the node's origin, in a group that is moved. */
function card(): Object3D {
  const mesh = new Mesh(new BoxGeometry(0.8, 0.5, 0.02));
  mesh.position.y = 0.1;
  const node = new Group();
  node.add(mesh);
  node.position.set(1, 1, 2);
  const room = new Group();
  room.add(node);
  room.position.x = 10;
  room.updateMatrixWorld(true);
  return node;
}

it('tells how far it reaches, and which way something flat looks', () => {
  const { across, upright, face } = extentOf(card());
  expect(across).toBeCloseTo(Math.hypot(0.4, 0.01), 5);
  expect(upright).toBeCloseTo(0.35, 5);
  expect(face?.toArray()).toEqual([0, 0, 1]);
});

it('tells how far a hand is from its surface, as it stands and however large it is', () => {
  const node = card();
  const body = bodyOf(node);
  expect(gapTo(body, new Vector3(11, 1.1, 2))).toBe(0);
  expect(gapTo(body, new Vector3(11.5, 1.1, 2))).toBeCloseTo(0.1, 6);
  node.rotation.y = Math.PI / 2;
  node.scale.setScalar(2);
  node.updateMatrixWorld(true);
  expect(gapTo(body, new Vector3(11.5, 1.2, 2))).toBeCloseTo(0.48, 6);
  expect(gapTo(body, new Vector3(11, 1.2, 3))).toBeCloseTo(0.2, 6);
});

it('tells how deep it is along a direction', () => {
  const node = card();
  const body = bodyOf(node);
  expect(halfAlong(body, new Vector3(1, 0, 0))).toBeCloseTo(0.4, 6);
  node.rotation.y = Math.PI / 2;
  node.scale.setScalar(3);
  node.updateMatrixWorld(true);
  expect(halfAlong(body, new Vector3(1, 0, 0))).toBeCloseTo(0.03, 6);
  expect(halfAlong(body, new Vector3(0, 1, 0))).toBeCloseTo(0.75, 6);
});

it('tells where its middle is from where it turns', () => {
  const node = card();
  node.scale.setScalar(2);
  node.updateMatrixWorld(true);
  expect(middleOf(bodyOf(node), new Vector3()).distanceTo(new Vector3(0, 0.2, 0))).toBeLessThan(1e-6);
});

it('gives what has no shape a small one', () => {
  const node = new Object3D();
  node.updateMatrixWorld(true);
  expect(extentOf(node).across).toBe(0.1);
  expect(gapTo(bodyOf(node), new Vector3(0.15, 0, 0))).toBeCloseTo(0.1, 6);
});
