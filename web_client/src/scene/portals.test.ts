import { Group, Object3D, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { portalAt, portalsOf } from './portals';

function link(uri: unknown, x: number): Object3D {
  const node = new Object3D();
  node.position.set(x, 0, -3);
  node.userData['gltfExtensions'] = { OMI_link: { uri } };
  return node;
}

const root = new Group();
root.position.set(0, 0, 1);
root.add(
  link('vbranch:room/vault', -7),
  link('vbranch:room/lobby-east', 7),
  link('https://elsewhere.example/vbranch:room/x', 0),
  link('vbranch:room/../x', 0),
  link(undefined, 0),
  new Object3D(),
);
root.updateMatrixWorld(true);
const portals = portalsOf(root);

it('finds the links to rooms where they are in the world, and no others', () => {
  expect(portals.map(({ room, at }) => [room, ...at.toArray()])).toEqual([
    ['vault', -7, 0, -2],
    ['lobby-east', 7, 0, -2],
  ]);
});

it('is at a portal within 1.2 m over the floor, at the nearest of several', () => {
  expect(portalAt(portals, new Vector3(7, 0.3, -0.9))).toBe('lobby-east');
  expect(portalAt(portals, new Vector3(7, 0, -0.7))).toBeNull();
  expect(portalAt(portals, new Vector3(0, 0, 0))).toBeNull();
  const near = [...portals, { room: 'nearer', at: new Vector3(7, 0, -1.5), yaw: 0 }];
  expect(portalAt(near, new Vector3(7, 0, -1.4))).toBe('nearer');
});
