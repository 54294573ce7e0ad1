// The walkable floor as a bounding volume hierarchy: where feet may be, and how one slides along its edges.
import { type BufferGeometry, DoubleSide, Ray, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { Box } from '../protocol/poses';

const STEP_M = 0.12; // a long stride is taken in small ones, so that nothing is walked through
const KNEE_M = 0.6; // how much higher or lower the next floor may be
const SLIDES = [0, 0.35, -0.35, 0.7, -0.7, 1.05, -1.05, 1.4, -1.4];

export class Floor {
  private readonly tree: MeshBVH | null;
  private readonly ray = new Ray(new Vector3(), new Vector3(0, -1, 0));

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

  /** Moves `feet` by (dx, dz) as far as there is floor, sliding where there is none ahead. */
  walk(feet: Vector3, dx: number, dz: number): void {
    const length = Math.hypot(dx, dz);
    if (length === 0) return;
    const steps = Math.ceil(length / STEP_M);
    for (let i = 0; i < steps; i++) if (!this.step(feet, dx / steps, dz / steps)) return;
  }

  private step(feet: Vector3, dx: number, dz: number): boolean {
    for (const angle of SLIDES) {
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      // Along an edge one gets on by the part of the stride that lies along it.
      const x = feet.x + (dx * cos - dz * sin) * cos;
      const z = feet.z + (dx * sin + dz * cos) * cos;
      const y = this.heightAt(x, z, feet.y);
      if (Number.isNaN(y)) continue;
      feet.set(x, y, z);
      return true;
    }
    return false;
  }

  private inside(x: number, z: number): boolean {
    const { min, max } = this.box;
    return x >= min[0] && x <= max[0] && z >= min[2] && z <= max[2];
  }
}
