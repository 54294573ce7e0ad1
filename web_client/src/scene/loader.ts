// Loads a room: bytes with progress, glTF, lightmap, walkable floor, exhibits with their hotspots.
import {
  BufferGeometry,
  type Group,
  LinearMipmapLinearFilter,
  Mesh,
  type Object3D,
  SRGBColorSpace,
  Texture,
} from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { SceneDescription } from './description';
import { download, type Progress } from './download';
import { prepareMaterials } from './materials';
import { type Portal, portalsOf } from './portals';
import type { Quality } from './quality';

/** An exhibit in the scene: the node that turns, and where its hotspots are. */
export interface ExhibitNode {
  readonly id: string;
  readonly node: Object3D;
  readonly hotspots: ReadonlyMap<string, Object3D>;
}

export interface LoadedScene {
  readonly root: Group;
  /** The floor where feet may be, in world space. */
  readonly walkable: BufferGeometry | null;
  readonly exhibits: readonly ExhibitNode[];
  readonly portals: readonly Portal[];
  /** Where people come in: the first spawn point, if the model has one. */
  readonly entrance: Object3D | null;
}

export async function loadScene(
  description: SceneDescription,
  quality: Quality,
  progress: Progress,
): Promise<LoadedScene> {
  const { model, nav, lightmap } = description;
  const files = [model, nav, lightmap].filter((file) => file !== null);
  const bytes = await download(files, progress);
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const [picture, ground, light] = await Promise.all([
    loader.parseAsync(bytes[0], ''),
    nav ? loader.parseAsync(bytes[files.indexOf(nav)], '') : null,
    lightmap ? lightmapTexture(bytes[files.indexOf(lightmap)]) : null,
  ]);
  const root = picture.scene;
  const baked = light && lightmap ? { texture: light, scale: lightmap.scale } : null;
  prepareMaterials(root, baked, quality);
  freeze(root);
  const nodes = byName(root);
  return {
    root,
    walkable: walkableOf((ground ?? picture).scene),
    exhibits: exhibitsOf(nodes, description),
    portals: portalsOf(root),
    entrance: nodes.get('spawn:1') ?? null,
  };
}

async function lightmapTexture(bytes: ArrayBuffer): Promise<Texture> {
  const image = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none' });
  const texture = new Texture(image);
  texture.flipY = false; // rows as in the file, like every glTF texture
  texture.channel = 1;
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** What does not move needs no new matrix in every frame. */
function freeze(root: Object3D): void {
  root.updateMatrixWorld(true);
  root.traverse((object) => (object.matrixAutoUpdate = false));
}

function walkableOf(root: Object3D): BufferGeometry | null {
  root.updateMatrixWorld(true);
  let found: BufferGeometry | null = null;
  root.traverse((object) => {
    const about = object.userData['vbranch'] as { walkable?: boolean } | undefined;
    if (about?.walkable && object instanceof Mesh)
      found = (object.geometry as BufferGeometry).clone().applyMatrix4(object.matrixWorld);
  });
  return found;
}

/** GLTFLoader drops colons from names; `userData.name` keeps the original. */
function byName(root: Object3D): Map<string, Object3D> {
  const nodes = new Map<string, Object3D>();
  root.traverse((object) => {
    const name: unknown = object.userData['name'] ?? object.name;
    if (typeof name === 'string' && !nodes.has(name)) nodes.set(name, object);
  });
  return nodes;
}

function exhibitsOf(nodes: Map<string, Object3D>, description: SceneDescription): ExhibitNode[] {
  return description.exhibits.flatMap(({ id, node, hotspots }) => {
    const found = nodes.get(node);
    if (!found) return [];
    found.matrixAutoUpdate = true;
    const spots = hotspots.map((h) => [h.id, nodes.get(h.node)] as const);
    return [{ id, node: found, hotspots: new Map(spots.filter(hasNode)) }];
  });
}

function hasNode(pair: readonly [string, Object3D | undefined]): pair is readonly [string, Object3D] {
  return pair[1] !== undefined;
}
