// The walkable floor of a room from above, without its picture: for those who only need a plan of it.
import { Mesh, type Object3D, Vector3 } from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { SceneDescription } from './description';
import { marksOf } from './marks';

/** Triangles, x and z of each corner; null where the room has no file of its own for the floor. */
export async function groundOf({ nav }: SceneDescription): Promise<Float32Array | null> {
  if (!nav) return null;
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const { scene } = await loader.loadAsync(nav.url);
  scene.updateMatrixWorld(true);
  const corners: number[] = [];
  scene.traverse((object) => flatten(object, corners));
  return new Float32Array(corners);
}

function flatten(object: Object3D, corners: number[]): void {
  if (!(object instanceof Mesh) || !marksOf(object).walkable) return;
  const geometry = object.geometry.index ? object.geometry.toNonIndexed() : object.geometry;
  const places = geometry.getAttribute('position');
  const corner = new Vector3();
  for (let i = 0; i < places.count; i++) {
    corner.fromBufferAttribute(places, i).applyMatrix4(object.matrixWorld);
    corners.push(corner.x, corner.z);
  }
}
