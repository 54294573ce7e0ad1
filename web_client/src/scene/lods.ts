// Levels of detail: a node marked `lod` stands in for another from some distance on.
import { LOD, Box3, type Object3D, Vector3 } from 'three';
import { byName, marksOf } from './marks';

/** Joins each pair below `root`; answers how many. World matrices must be up to date. */
export function joinLods(root: Object3D): number {
  const nodes = byName(root);
  const far: Object3D[] = [];
  root.traverse((object) => void (marksOf(object).lod && far.push(object)));
  let joined = 0;
  for (const stand of far) {
    const { of, from } = marksOf(stand).lod!;
    const near = nodes.get(of);
    if (!near?.parent || near === stand) continue;
    join(near, stand, from);
    joined++;
  }
  return joined;
}

function join(near: Object3D, stand: Object3D, from: number): void {
  const lod = new LOD();
  near.parent!.add(lod);
  lod.position.copy(near.parent!.worldToLocal(new Box3().setFromObject(near).getCenter(new Vector3())));
  lod.updateMatrixWorld(true);
  for (const [object, distance] of [[near, 0], [stand, from]] as const) {
    const world = object.matrixWorld.clone(); // addLevel adds it without keeping its place
    lod.addLevel(object, distance);
    object.matrix.copy(lod.matrixWorld).invert().multiply(world);
    object.matrix.decompose(object.position, object.quaternion, object.scale);
  }
  lod.updateMatrixWorld(true);
}
