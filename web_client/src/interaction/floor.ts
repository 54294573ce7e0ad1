// The walkable floor as a bounding volume hierarchy: where feet may be, and how one slides along its edges.
import { type BufferGeometry, DoubleSide, Ray, Vector3 } from 'three';
import { type HitPointInfo, MeshBVH } from 'three-mesh-bvh';
import type { Box } from '../protocol/poses';

const STEP_M = 0.12; // a long stride is taken in small ones, so that nothing is walked through
const KNEE_M = 0.6; // how much higher or lower the next floor may be
const EDGE_M = 0.005; // on an edge, as exactly as numbers are
const STILL_M = 1e-4;

export class Floor {
  private readonly tree: MeshBVH | null;
  private readonly ray = new Ray(new Vector3(), new Vector3(0, -1, 0));
  private readonly asked = new Vector3();
  private readonly found: HitPointInfo = { point: new Vector3(), distance: 0, faceIndex: 0 };

  /** Without a walkable mesh every place in `box` is floor at `level`. */
  constructor(
    geometry: BufferGeometry | null,
    private readonly box: Box,
    private readonly level: number,
  ) {
    this.tree = geometry ? new MeshBVH(geometry) : null;
  }

  /** Height of the floor at (x, z), at most a knee above or below `near`; NaN where there is none. */
  heightAt(x: number, z: number, near: number): number {
    if (!this.tree) return this.inside(x, z) ? this.level : NaN;
    this.ray.origin.set(x, near + KNEE_M, z);
    const hit = this.tree.raycastFirst(this.ray, DoubleSide, 0, 2 * KNEE_M);
    return hit ? hit.point.y : NaN;
  }

  /** The floor below a head at height `from`, or the room's lowest where there is none. */
  below(x: number, z: number, from: number): number {
    if (!this.tree) return this.level;
    this.ray.origin.set(x, from, z);
    const hit = this.tree.raycastFirst(this.ray, DoubleSide);
    return hit ? hit.point.y : this.level;
  }

  /** Where `ray` meets the floor, written into `out`; how far that is, `reach` or more if it does not. */
  under(ray: Ray, reach: number, out: Vector3): number {
    if (!this.tree) return this.plain(ray, reach, out);
    const hit = this.tree.raycastFirst(ray, DoubleSide, 0, reach);
    if (hit) out.copy(hit.point);
    return hit?.distance ?? reach;
  }

  /** True where feet at this place are on the floor, its edges included. */
  holds(feet: Vector3): boolean {
    if (!Number.isNaN(this.heightAt(feet.x, feet.z, feet.y))) return true;
    return this.nearest(feet, EDGE_M, this.asked);
  }

  /** Writes the place on the floor that is nearest to `to` into `out`; false if none is within `reach` metres. */
  nearest(to: Vector3, reach: number, out: Vector3): boolean {
    if (!this.tree) {
      const { min, max } = this.box;
      out.set(clamp(to.x, min[0], max[0]), this.level, clamp(to.z, min[2], max[2]));
      return out.distanceTo(to) <= reach;
    }
    if (!this.tree.closestPointToPoint(to, this.found, 0, reach)) return false;
    if (this.found.distance > reach) return false;
    out.copy(this.found.point);
    return true;
  }

  /** Moves `feet` by (dx, dz) as far as there is floor, along its edge where there is none ahead. */
  walk(feet: Vector3, dx: number, dz: number): void {
    const length = Math.hypot(dx, dz);
    if (length === 0) return;
    const steps = Math.ceil(length / STEP_M);
    for (let i = 0; i < steps; i++) if (!this.step(feet, dx / steps, dz / steps)) return;
  }

  private step(feet: Vector3, dx: number, dz: number): boolean {
    const x = feet.x + dx;
    const z = feet.z + dz;
    const y = this.heightAt(x, z, feet.y);
    if (!Number.isNaN(y)) {
      feet.set(x, y, z);
      return true;
    }
    return this.slide(feet, x, z);
  }

  /** Past an edge one gets to the place on it that is nearest to where one wanted: by the part of the stride along it. */
  private slide(feet: Vector3, x: number, z: number): boolean {
    const reach = Math.hypot(x - feet.x, z - feet.z) + EDGE_M; // the feet themselves are that near
    this.asked.set(x, feet.y, z);
    if (!this.nearest(this.asked, reach, this.asked)) return false;
    if (Math.abs(this.asked.y - feet.y) > KNEE_M) return false;
    const moved = Math.hypot(this.asked.x - feet.x, this.asked.z - feet.z);
    if (moved < STILL_M) return false;
    feet.copy(this.asked);
    return true;
  }

  /** The same where all the box is floor. */
  private plain(ray: Ray, reach: number, out: Vector3): number {
    const distance = (this.level - ray.origin.y) / ray.direction.y;
    if (!(distance >= 0 && distance < reach)) return reach;
    ray.at(distance, out);
    return this.inside(out.x, out.z) ? distance : reach;
  }

  private inside(x: number, z: number): boolean {
    const { min, max } = this.box;
    return x >= min[0] && x <= max[0] && z >= min[2] && z <= max[2];
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
