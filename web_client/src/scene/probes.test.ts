import { BoxGeometry, Group, Mesh, Object3D, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { probeFor, probesOf } from './probes';

function probe(name: string, at: [number, number, number], size: number[], centre?: number[]): Object3D {
  const node = new Object3D();
  node.name = name;
  node.position.set(...at);
  node.userData['vbranch'] = { probe: { size, ...(centre && { centre }) } };
  return node;
}

const root = new Group();
root.add(probe('lounge', [-5, 1.4, 2], [5, 4, 6]), probe('hall', [1, 1.7, 1], [16, 4, 12], [0, 2, 0]));
root.updateMatrixWorld(true);

function box(size: [number, number, number], at: [number, number, number]): Mesh {
  const mesh = new Mesh(new BoxGeometry(...size));
  mesh.position.set(...at);
  mesh.updateMatrixWorld(true);
  return mesh;
}

it('finds the probes, the one with the largest box first', () => {
  expect(probesOf(root).map(({ name }) => name)).toEqual(['hall', 'lounge']);
});

it('takes the node for the middle of the box unless another one is named', () => {
  const [hall, lounge] = probesOf(root);
  expect(lounge.box.getCenter(new Vector3()).toArray()).toEqual([-5, 1.4, 2]);
  expect(hall.box.getCenter(new Vector3()).toArray()).toEqual([0, 2, 0]);
  expect(hall.at.toArray()).toEqual([1, 1.7, 1]);
});

it.each([
  ['a sofa in the lounge, which both boxes hold', box([2, 1, 1], [-5, 1, 2]), 'lounge'],
  ['a counter', box([2, 1, 1], [2, 0.5, -4]), 'hall'],
  ['the floor of all', box([16, 0.1, 12], [0, 0.1, 0]), 'hall'],
])('%s reflects the room around it', (_what, mesh, expected) => {
  expect(probeFor(mesh, probesOf(root))?.name).toBe(expected);
});

it('knows none for what stands outside', () => {
  expect(probeFor(box([1, 1, 1], [0, 0, 30]), probesOf(root))).toBeNull();
});
