import { BoxGeometry, Group, type LOD, Mesh, PerspectiveCamera, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { joinLods } from './lods';

function tree(of: string): { root: Group; near: Mesh; far: Mesh } {
  const root = new Group();
  const near = new Mesh(new BoxGeometry(1, 4, 1));
  const far = new Mesh(new BoxGeometry(1, 4, 1));
  near.name = 'tree';
  near.position.set(5, 2, 3);
  near.scale.setScalar(0.5);
  far.name = 'tree-far';
  far.position.set(5, 2, 3.1);
  far.userData['vbranch'] = { lod: { of, from: 11 } };
  root.add(near, far);
  root.updateMatrixWorld(true);
  return { root, near, far };
}

it('shows the far node instead of the near one from its distance on', () => {
  const { root, near, far } = tree('tree');
  expect(joinLods(root)).toBe(1);
  const camera = new PerspectiveCamera();
  const lod = near.parent as LOD;
  for (const [distance, shown] of [[10, near], [12, far]] as const) {
    camera.position.set(5, 2, 3 + distance);
    camera.updateMatrixWorld(true);
    lod.update(camera);
    expect([near.visible, far.visible]).toEqual([shown === near, shown === far]);
  }
});

it('leaves both where they were', () => {
  const { root, near, far } = tree('tree');
  joinLods(root);
  root.updateMatrixWorld(true);
  expect(near.getWorldPosition(new Vector3()).toArray()).toEqual([5, 2, 3]);
  expect(near.getWorldScale(new Vector3()).x).toBeCloseTo(0.5);
  expect(far.getWorldPosition(new Vector3()).z).toBeCloseTo(3.1);
});

it('leaves a node alone that stands in for nobody', () => {
  const { root, near } = tree('hedge');
  expect(joinLods(root)).toBe(0);
  expect(near.parent).toBe(root);
});
