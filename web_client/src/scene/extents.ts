// How large something in the room is: seen from outside, and as what a hand can touch.
import { Box3, Matrix4, Mesh, type Object3D, Vector3 } from 'three';

const SMALLEST_M = 0.1;
const FLAT = 0.3; // what is so much thinner than wide has a face

/** How far something reaches from the node about which it turns, and the way that it faces, if it is flat. */
export interface Extent {
  readonly across: number;
  readonly upright: number;
  readonly face: Vector3 | null;
}

/** What can be touched: a box in the node's own space. */
export interface Body {
  readonly node: Object3D;
  readonly box: Box3;
}

export function extentOf(node: Object3D): Extent {
  const box = new Box3().setFromObject(node);
  if (box.isEmpty()) return { across: SMALLEST_M, upright: SMALLEST_M, face: null };
  const origin = node.getWorldPosition(new Vector3());
  const reach = box.max.sub(origin).max(origin.sub(box.min));
  const flat = Math.min(reach.x, reach.z) < FLAT * Math.max(reach.x, reach.z);
  const face = flat ? new Vector3(reach.x < reach.z ? 1 : 0, 0, reach.x < reach.z ? 0 : 1) : null;
  return { across: Math.max(SMALLEST_M, Math.hypot(reach.x, reach.z)), upright: Math.max(SMALLEST_M, reach.y), face };
}

/** Of a node whose matrices are up to date, and of all that is below it. */
export function bodyOf(node: Object3D): Body {
  const box = new Box3();
  const part = new Box3();
  const inwards = node.matrixWorld.clone().invert();
  const own = new Matrix4();
  node.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    object.geometry.computeBoundingBox();
    box.union(part.copy(object.geometry.boundingBox!).applyMatrix4(own.multiplyMatrices(inwards, object.matrixWorld)));
  });
  if (box.isEmpty()) box.setFromCenterAndSize(new Vector3(), new Vector3(SMALLEST_M, SMALLEST_M, SMALLEST_M));
  return { node, box };
}

const point = new Vector3();
const half = new Vector3();
const inverse = new Matrix4();

/** Metres from a place in the room to the body's surface, 0 inside; the node is as large along all axes. */
export function gapTo({ node, box }: Body, place: Vector3): number {
  point.copy(place).applyMatrix4(inverse.copy(node.matrixWorld).invert());
  return box.distanceToPoint(point) * node.matrixWorld.getMaxScaleOnAxis();
}

/** Writes where the body's middle is, from its node's own place, into `out`. */
export function middleOf({ node, box }: Body, out: Vector3): Vector3 {
  return box.getCenter(out).applyMatrix4(node.matrixWorld).sub(point.setFromMatrixPosition(node.matrixWorld));
}

/** Metres from the body's middle to its surface along a direction in the room. */
export function halfAlong({ node, box }: Body, way: Vector3): number {
  const { elements: e } = node.matrixWorld;
  box.getSize(half).multiplyScalar(0.5);
  const along = (i: number): number => Math.abs(e[i] * way.x + e[i + 1] * way.y + e[i + 2] * way.z);
  return along(0) * half.x + along(4) * half.y + along(8) * half.z;
}
