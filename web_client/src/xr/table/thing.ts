// An exhibit on one's own table: a copy that stands on its foot, as large as a table bears, turned about the vertical.
import { Box3, Group, type Matrix4, Mesh, type Object3D, Quaternion, Vector3 } from 'three';
import { acceleratedRaycast } from 'three-mesh-bvh';

const MOST_M = 0.6;
const LEAST_M = 0.1;
const TOP_M = 1.2;
const UPWARDS = new Vector3(0, 1, 0);

/** By how much something of this size becomes smaller, so that it fits on a table; never larger by itself. */
export function fitting(size: Vector3): number {
  return Math.min(1, MOST_M / Math.max(size.x, size.y, size.z));
}

/** Rays find its triangles by the trees that the room has made of them. */
function makeQuick(object: Object3D): void {
  if (object instanceof Mesh) object.raycast = acceleratedRaycast;
}

export interface Part {
  readonly id: string;
  readonly node: Object3D;
}

export class Thing {
  /** Stands where the thing stands. */
  readonly group = new Group();
  /** Metres, as it stands there. */
  readonly size = new Vector3();
  readonly parts: readonly Part[];
  private readonly turner = new Group();
  private readonly natural: Vector3;
  private readonly spin = new Quaternion();
  private angle = 0;

  /** `rest`: how it stands in its room when nobody has turned it. */
  constructor(node: Object3D, rest: Matrix4, hotspots: ReadonlyMap<string, Object3D>) {
    const copy = node.clone(true);
    copy.matrixAutoUpdate = true;
    copy.traverse(makeQuick);
    rest.decompose(copy.position, copy.quaternion, copy.scale);
    copy.position.set(0, 0, 0);
    copy.updateMatrixWorld(true); // what is below does not move by itself
    const box = new Box3().setFromObject(copy);
    box.getCenter(copy.position).negate();
    copy.position.y = -box.min.y;
    this.natural = box.getSize(new Vector3());
    this.turner.add(copy);
    this.group.add(this.turner);
    this.scale = fitting(this.natural);
    this.parts = [...hotspots].map(([id, { name }]) => ({ id, node: copy.getObjectByName(name)! })).filter(({ node: at }) => at);
  }

  get scale(): number {
    return this.turner.scale.x;
  }

  set scale(scale: number) {
    const longest = Math.max(this.natural.x, this.natural.y, this.natural.z);
    const within = Math.min(TOP_M / longest, Math.max(LEAST_M / longest, scale));
    this.turner.scale.setScalar(within);
    this.size.copy(this.natural).multiplyScalar(within);
  }

  get yaw(): number {
    return this.angle;
  }

  set yaw(yaw: number) {
    this.angle = yaw;
    this.turner.quaternion.copy(this.spin.setFromAxisAngle(UPWARDS, yaw));
  }

  /** Turns to the eyes the side that was towards `bearing` in its room. */
  face(eyes: Vector3, bearing: number): void {
    const { x, z } = this.group.position;
    this.yaw = Math.atan2(eyes.x - x, eyes.z - z) - bearing;
  }
}
