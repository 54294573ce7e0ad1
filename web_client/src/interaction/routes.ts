// Ways over the walkable floor, around what stands on it: navcat (Detour's algorithms) on the scene's own triangles.
import { type BufferGeometry, Vector3 } from 'three';
import { mergeVertices } from 'three/addons/utils/BufferGeometryUtils.js';
import {
  addTile,
  type Box3,
  buildTile,
  createNavMesh,
  DEFAULT_QUERY_FILTER,
  findPath,
  FindPathResultFlags,
  type NavMesh,
  polygonsToNavMeshTilePolys,
  polysToTileDetailMesh,
  type Vec3,
} from 'navcat';

const WELD_M = 1e-3;
const SEARCH_M: Vec3 = [1.5, 1, 1.5]; // how far from the floor ends of a way may be
/** What Recast would have made the mesh with; with one tile and ready triangles only the climb counts. */
const MADE_WITH = { cellSize: 0.1, cellHeight: 0.1, walkableHeight: 1.8, walkableRadius: 0.3, walkableClimb: 0.5 };

export class Routes {
  private readonly mesh: NavMesh | null;

  /** Without a walkable mesh every way is straight. */
  constructor(geometry: BufferGeometry | null) {
    this.mesh = geometry ? navMeshOf(geometry) : null;
  }

  /** The corners of the shortest way, its end the last; null where none leads all the way. */
  find(from: Vector3, to: Vector3): Vector3[] | null {
    if (!this.mesh) return [to.clone()];
    const { flags, path } = findPath(this.mesh, from.toArray(), to.toArray(), SEARCH_M, DEFAULT_QUERY_FILTER);
    if ((flags & FindPathResultFlags.COMPLETE_PATH) === 0 || path.length === 0) return null;
    const corners = path.map(({ position }) => new Vector3(...position));
    return corners.length > 1 ? corners.slice(1) : corners;
  }
}

/** Metres of a way that begins at `from`. */
export function lengthOf(from: Vector3, way: readonly Vector3[]): number {
  let length = 0;
  for (let i = 0; i < way.length; i++) length += way[i].distanceTo(i > 0 ? way[i - 1] : from);
  return length;
}

/** The way as far as the first place on it that is within `reach` of `goal`, over the floor. */
export function until(from: Vector3, way: readonly Vector3[], goal: Vector3, reach: number): Vector3[] {
  const short: Vector3[] = [];
  let start = from;
  for (const corner of way) {
    const share = entering(start, corner, goal, reach);
    if (share !== null) return [...short, start.clone().lerp(corner, share)];
    short.push(corner);
    start = corner;
  }
  return short;
}

/** How much of the way from `a` to `b` lies before the circle about `goal`; null if it does not enter it. */
function entering(a: Vector3, b: Vector3, goal: Vector3, reach: number): number | null {
  const ax = a.x - goal.x;
  const az = a.z - goal.z;
  if (Math.hypot(ax, az) <= reach) return 0;
  const dx = b.x - a.x;
  const dz = b.z - a.z;
  const along = ax * dx + az * dz;
  const square = dx * dx + dz * dz;
  const inner = along * along - square * (ax * ax + az * az - reach * reach);
  if (inner < 0 || square === 0) return null;
  const share = (-along - Math.sqrt(inner)) / square;
  return share >= 0 && share <= 1 ? share : null;
}

function navMeshOf(source: BufferGeometry): NavMesh {
  const bare = source.clone();
  for (const name of Object.keys(bare.attributes)) if (name !== 'position') bare.deleteAttribute(name);
  const { attributes, index } = mergeVertices(bare, WELD_M);
  const vertices = [...attributes['position'].array];
  const corners = index!.array;
  const polygons = [];
  for (let i = 0; i < corners.length; i += 3)
    polygons.push({ vertices: upward(vertices, corners[i], corners[i + 1], corners[i + 2]), area: 0, flags: 1 });
  const bounds = boundsOf(bare);
  const { polys, vertices: placed } = polygonsToNavMeshTilePolys(polygons, vertices, 0, bounds);
  const mesh = createNavMesh();
  mesh.origin = [bounds[0], bounds[1], bounds[2]];
  mesh.tileWidth = bounds[3] - bounds[0];
  mesh.tileHeight = bounds[5] - bounds[2];
  const place = { bounds, tileX: 0, tileY: 0, tileLayer: 0 };
  addTile(mesh, buildTile({ ...MADE_WITH, ...place, vertices: placed, polys, ...polysToTileDetailMesh(polys) }));
  return mesh;
}

/** The triangle's corners in the order that is counter-clockwise from above. */
function upward(vertices: readonly number[], a: number, b: number, c: number): number[] {
  const x = (i: number): number => vertices[i * 3];
  const z = (i: number): number => vertices[i * 3 + 2];
  const turn = (z(b) - z(a)) * (x(c) - x(a)) - (x(b) - x(a)) * (z(c) - z(a));
  return turn > 0 ? [a, b, c] : [a, c, b];
}

function boundsOf(geometry: BufferGeometry): Box3 {
  geometry.computeBoundingBox();
  const { min, max } = geometry.boundingBox!;
  return [min.x, min.y, min.z, max.x, max.y, max.z];
}
