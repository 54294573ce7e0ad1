// The exhibits in the room as one sees and reaches them: turned, picked with a pointer, marked at their hotspots.
import { type Camera, type Object3D, Quaternion, Raycaster, Vector2, Vector3 } from 'three';
import type { ExhibitNode } from './loader';

const NEAR_M = 3.2;
const CLICK_M = 9;
const LOOK_EVERY_S = 0.25;

interface Shown extends ExhibitNode {
  readonly rest: Quaternion;
  readonly at: Vector3;
}

/** Where a hotspot's mark is on the screen, pixels; `clear` is false when the exhibit itself is before it. */
export interface Mark {
  readonly id: string;
  readonly node: Object3D;
  x: number;
  y: number;
  visible: boolean;
  clear: boolean;
}

export class Exhibits {
  readonly marks: Mark[] = [];
  private readonly all: Shown[];
  private marked: Shown | null = null;
  private readonly turn = new Quaternion();
  private readonly point = new Vector3();
  private readonly eye = new Vector3();
  private readonly ray = new Raycaster();
  private sinceLook = 0;

  constructor(nodes: readonly ExhibitNode[]) {
    this.all = nodes.map((node) => ({
      ...node,
      rest: node.node.quaternion.clone(),
      at: node.node.getWorldPosition(new Vector3()),
    }));
  }

  /** Turns each exhibit as `rotationOf` says: about the room's axes, from its rest. */
  apply(rotationOf: (id: string) => ArrayLike<number> | null): void {
    for (const { id, node, rest } of this.all) {
      const rotation = rotationOf(id);
      if (!rotation) continue;
      this.turn.set(rotation[0], rotation[1], rotation[2], rotation[3]);
      node.quaternion.multiplyQuaternions(this.turn, rest);
      node.updateMatrix();
      node.updateMatrixWorld(true);
    }
  }

  /** The exhibit within reach of somebody standing at `feet`, the nearest first; null when there is none. */
  near(feet: Vector3): string | null {
    let found: string | null = null;
    let least = NEAR_M;
    for (const { id, at } of this.all) {
      const distance = Math.hypot(at.x - feet.x, at.z - feet.z);
      if (distance < least) {
        least = distance;
        found = id;
      }
    }
    return found;
  }

  distance(id: string, feet: Vector3): number {
    const found = this.all.find((one) => one.id === id);
    return found ? Math.hypot(found.at.x - feet.x, found.at.z - feet.z) : Infinity;
  }

  /** The exhibit under the pointer, `x` and `y` from -1 to 1; null when there is none near enough. */
  pick(x: number, y: number, camera: Camera): string | null {
    this.ray.setFromCamera(new Vector2(x, y), camera);
    this.ray.far = CLICK_M;
    for (const { id, node } of this.all) if (this.ray.intersectObject(node, true).length > 0) return id;
    return null;
  }

  /** Marks the hotspots of `id` (or none) from now on. */
  mark(id: string | null): void {
    if (this.marked?.id === id) return;
    this.marked = this.all.find((one) => one.id === id) ?? null;
    this.marks.length = 0;
    for (const [spot, node] of this.marked?.hotspots ?? [])
      this.marks.push({ id: spot, node, x: 0, y: 0, visible: false, clear: false });
    this.sinceLook = LOOK_EVERY_S;
  }

  /** Brings the marks to where the hotspots are on a screen of this size. */
  project(camera: Camera, width: number, height: number, seconds: number): void {
    if (!this.marked) return;
    this.sinceLook += seconds;
    const look = this.sinceLook >= LOOK_EVERY_S;
    if (look) this.sinceLook = 0;
    for (const mark of this.marks) {
      this.point.setFromMatrixPosition(mark.node.matrixWorld);
      if (look) mark.clear = this.sees(camera, this.point);
      this.point.project(camera);
      mark.visible = this.point.z < 1 && Math.abs(this.point.x) < 1 && Math.abs(this.point.y) < 1;
      mark.x = (this.point.x + 1) * 0.5 * width;
      mark.y = (1 - this.point.y) * 0.5 * height;
    }
  }

  private sees(camera: Camera, point: Vector3): boolean {
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    const distance = this.eye.distanceTo(point);
    this.ray.set(this.eye, this.point.clone().sub(this.eye).normalize());
    this.ray.far = distance - 0.015;
    return this.ray.intersectObject(this.marked!.node, true).length === 0;
  }
}
