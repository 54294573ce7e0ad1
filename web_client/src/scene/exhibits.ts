// The exhibits in the room as one sees and reaches them: turned or carried, picked with a pointer, marked at their hotspots.
import { type Camera, type Intersection, Matrix4, Mesh, type Object3D, Quaternion, Raycaster, Vector3 } from 'three';
import { acceleratedRaycast, MeshBVH } from 'three-mesh-bvh';
import { At } from '../replica/carried';
import type { Subject } from './closer';
import { type Body, bodyOf, type Extent, extentOf, gapTo } from './extents';
import type { ExhibitNode } from './loader';

const NEAR_M = 3.2;
const LOOK_EVERY_S = 0.25;
const SIGN_M = 9; // from so far one reads who holds it
const SIGN_OVER_M = 0.06;

/** An exhibit of the room, and as it is shown now. */
export interface Shown extends ExhibitNode, Body {
  readonly rest: Quaternion;
  /** Where it stands by itself, and how large, among its node's neighbours. */
  readonly home: Vector3;
  readonly size: Vector3;
  /** From the room to its node's neighbours. */
  readonly inwards: Matrix4;
  /** Where it is now, in the room. */
  readonly at: Vector3;
  readonly extent: Extent;
  /** As it was drawn last, by `At`. */
  readonly drawn: Float32Array;
}

/** Where the sign over an exhibit is on the screen, pixels. */
export interface Sign {
  readonly id: string;
  x: number;
  y: number;
  visible: boolean;
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
  /** One for each exhibit: who holds it may be written there. */
  readonly signs: readonly Sign[];
  readonly all: readonly Shown[];
  private marked: Shown | null = null;
  private readonly turn = new Quaternion();
  private readonly point = new Vector3();
  private readonly eye = new Vector3();
  private readonly way = new Vector3();
  private readonly ray = new Raycaster();
  private readonly hits: Intersection[] = [];
  private readonly met = { id: '', distance: Infinity };
  private sinceLook = 0;

  constructor(nodes: readonly ExhibitNode[]) {
    this.all = nodes.map(standing);
    this.signs = this.all.map(({ id }) => ({ id, x: 0, y: 0, visible: false }));
    for (const { node } of this.all) makeQuick(node);
    this.ray.firstHitOnly = true;
  }

  /** Shows each exhibit where `placeOf` says (read by `At`): turned about the room's axes from its rest, at home or away. */
  apply(placeOf: (id: string) => Float32Array | null): void {
    for (const shown of this.all) {
      const place = placeOf(shown.id);
      if (place && differs(place, shown.drawn)) this.move(shown, place);
    }
  }

  private move(shown: Shown, place: Float32Array): void {
    const { node, rest, home, size, inwards, at, drawn } = shown;
    drawn.set(place);
    this.turn.set(place[At.turn], place[At.turn + 1], place[At.turn + 2], place[At.turn + 3]);
    node.quaternion.multiplyQuaternions(this.turn, rest);
    node.scale.copy(size).multiplyScalar(place[At.scale]);
    this.point.set(place[At.x], place[At.y], place[At.z]).applyMatrix4(inwards);
    node.position.copy(home).lerp(this.point, place[At.away]);
    node.updateMatrix();
    node.updateMatrixWorld(true);
    at.setFromMatrixPosition(node.matrixWorld);
  }

  /** The exhibit within reach of somebody standing at `feet`, the nearest first; null when there is none. What others carry past is not meant. */
  near(feet: Vector3): string | null {
    let found: string | null = null;
    let least = NEAR_M;
    for (const { id, at, drawn } of this.all) {
      const distance = Math.hypot(at.x - feet.x, at.z - feet.z);
      if (distance < least && drawn[At.away] === 0) {
        least = distance;
        found = id;
      }
    }
    return found;
  }

  /** True while somebody carries it, or it is still on its way home. */
  isAway(id: string): boolean {
    const found = this.of(id);
    return found !== null && found.drawn[At.away] > 0;
  }

  /** How large it is drawn: 1 is its own size. */
  scaleOf(id: string): number {
    return this.of(id)?.drawn[At.scale] ?? 1;
  }

  /** What of it can be touched; null if there is none of this name. */
  body(id: string): Body | null {
    return this.of(id);
  }

  /** The exhibit whose surface is within `most` metres of this place, the nearest first; null when there is none. */
  touched(place: Vector3, most: number): string | null {
    let found: string | null = null;
    for (const shown of this.all) {
      const gap = gapTo(shown, place);
      if (gap >= most) continue;
      most = gap;
      found = shown.id;
    }
    return found;
  }

  distance(id: string, feet: Vector3): number {
    const found = this.of(id);
    return found ? Math.hypot(found.at.x - feet.x, found.at.z - feet.z) : Infinity;
  }

  /** Where it is now, in the room; null if there is none of this name. */
  placeOf(id: string): Vector3 | null {
    return this.of(id)?.at ?? null;
  }

  /** What is to be seen of it from close by; null if there is none of this name, or it is in somebody's hand: that moves. */
  subject(id: string): Subject | null {
    const found = this.of(id);
    return found && !this.isAway(id) ? { centre: found.at, across: found.extent.across, upright: found.extent.upright } : null;
  }

  /** The yaw of one of the sides to which something flat looks as it stands now; null for what has no such side. */
  faceOf(id: string): number | null {
    const found = this.of(id);
    if (!found?.extent.face) return null;
    this.turn.copy(found.rest).invert().premultiply(found.node.quaternion);
    this.way.copy(found.extent.face).applyQuaternion(this.turn);
    return Math.atan2(this.way.x, this.way.z);
  }

  /** True where nothing of the exhibit is between `eye` and its hotspot. */
  shows(id: string, hotspot: string, eye: Vector3): boolean {
    const found = this.of(id);
    const spot = found?.hotspots.get(hotspot);
    if (!found || !spot) return false;
    return this.sees(found.node, eye, this.point.setFromMatrixPosition(spot.matrixWorld));
  }

  /** The first exhibit that the ray meets, and how far away; the answer is used again. Null when it meets none. */
  hit(ray: Raycaster): { readonly id: string; readonly distance: number } | null {
    this.met.distance = Infinity;
    for (const { id, node } of this.all) {
      this.hits.length = 0;
      ray.intersectObject(node, true, this.hits);
      if (this.hits.length === 0 || this.hits[0].distance >= this.met.distance) continue;
      this.met.id = id;
      this.met.distance = this.hits[0].distance;
    }
    return this.met.distance < Infinity ? this.met : null;
  }

  /** Marks the hotspots of `id` (or none) from now on. */
  mark(id: string | null): void {
    if (this.marked?.id === id) return;
    this.marked = id === null ? null : this.of(id);
    this.marks.length = 0;
    for (const [spot, node] of this.marked?.hotspots ?? [])
      this.marks.push({ id: spot, node, x: 0, y: 0, visible: false, clear: false });
    this.sinceLook = LOOK_EVERY_S;
  }

  /** Brings the marks to where the hotspots are on a screen of this size. */
  project(camera: Camera, width: number, height: number, seconds: number): void {
    this.projectSigns(camera, width, height);
    if (!this.marked) return;
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    this.sinceLook += seconds;
    const look = this.sinceLook >= LOOK_EVERY_S;
    if (look) this.sinceLook = 0;
    for (const mark of this.marks) {
      this.point.setFromMatrixPosition(mark.node.matrixWorld);
      if (look) mark.clear = this.sees(this.marked.node, this.eye, this.point);
      this.point.project(camera);
      mark.visible = this.point.z < 1 && Math.abs(this.point.x) < 1 && Math.abs(this.point.y) < 1;
      mark.x = (this.point.x + 1) * 0.5 * width;
      mark.y = (1 - this.point.y) * 0.5 * height;
    }
  }

  private projectSigns(camera: Camera, width: number, height: number): void {
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    for (let i = 0; i < this.all.length; i++) {
      const { at, extent, drawn } = this.all[i];
      const sign = this.signs[i];
      this.point.copy(at);
      const near = this.eye.distanceTo(at) < SIGN_M;
      this.point.y += extent.upright * drawn[At.scale] + SIGN_OVER_M;
      this.point.project(camera);
      sign.visible = near && this.point.z < 1 && Math.abs(this.point.x) < 1 && Math.abs(this.point.y) < 1;
      sign.x = (this.point.x + 1) * 0.5 * width;
      sign.y = (1 - this.point.y) * 0.5 * height;
    }
  }

  private of(id: string): Shown | null {
    for (const one of this.all) if (one.id === id) return one;
    return null;
  }

  private sees(node: Object3D, eye: Vector3, point: Vector3): boolean {
    this.ray.set(eye, this.way.copy(point).sub(eye).normalize());
    this.ray.far = eye.distanceTo(point) - 0.015;
    this.hits.length = 0;
    return this.ray.intersectObject(node, true, this.hits).length === 0;
  }
}

function standing(exhibit: ExhibitNode): Shown {
  const { node } = exhibit;
  node.updateWorldMatrix(true, true);
  const drawn = new Float32Array(At.size);
  drawn[At.turn + 3] = drawn[At.scale] = 1;
  return {
    ...exhibit,
    ...bodyOf(node),
    rest: node.quaternion.clone(),
    home: node.position.clone(),
    size: node.scale.clone(),
    inwards: node.parent ? node.parent.matrixWorld.clone().invert() : new Matrix4(),
    at: new Vector3().setFromMatrixPosition(node.matrixWorld),
    extent: extentOf(node),
    drawn,
  };
}

function differs(one: Float32Array, other: Float32Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return true;
  return false;
}

/** Rays find the triangles below `node` by a tree. */
function makeQuick(node: Object3D): void {
  node.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    object.geometry.boundsTree ??= new MeshBVH(object.geometry, { indirect: true }); // what is drawn stays as it is
    object.raycast = acceleratedRaycast;
  });
}
