// Builds a room from its files: glTF, lightmap, brand, signs and screens, walkable floor, exhibits with their hotspots.
// When it is done all of the room is there: nothing comes into view later.
import { BufferGeometry, type Group, Mesh, type Object3D, type WebGLRenderer } from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { type GLTF, GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';
import type { Language } from '../i18n';
import { applyBrand } from './brand';
import { Boards } from './boards';
import { filesOf, pictureOf, type SceneDescription } from './description';
import type { Dressing } from './dressing';
import { joinLods } from './lods';
import { byName, marksOf } from './marks';
import { type Lightmap, prepareMaterials } from './materials';
import { type Portal, portalsOf } from './portals';
import { type ProbeSpot, probesOf } from './probes';
import type { Quality } from './quality';
import { type Seat, seatsOf } from './seats';
import { borrowTranscoder, isPacked, lightmapTexture, returnTranscoder } from './textures';
import type { Variant } from './variant';

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
  /** What stands in the way, as plain shapes. */
  readonly obstacles: BufferGeometry | null;
  readonly seats: readonly Seat[];
  readonly exhibits: readonly ExhibitNode[];
  readonly portals: readonly Portal[];
  readonly probes: readonly ProbeSpot[];
  readonly boards: Boards;
  readonly variant: Variant;
  /** Pairs of near and far levels of detail. */
  readonly lods: number;
  /** Where people come in: the first spawn point, if the model has one. */
  readonly entrance: Object3D | null;
}

/** For whom and on what a room is to be shown. */
export interface Setting {
  readonly renderer: WebGLRenderer;
  readonly quality: Quality;
  readonly variant: Variant;
  readonly dressing: Dressing;
  readonly language: Language;
}

const LIGHT_BOARDS = 0.75;
const TRANSCODE_MS = 90_000;

export async function loadScene(
  description: SceneDescription,
  setting: Setting,
  files: readonly ArrayBuffer[],
): Promise<LoadedScene> {
  const { picture, ground, baked } = await readFiles(description, setting, files);
  const root = picture.scene;
  root.updateMatrixWorld(true);
  applyBrand(root, setting.dressing);
  const boards = new Boards(root, setting.dressing, setting.variant === 'light' ? LIGHT_BOARDS : 1);
  const probes = probesOf(root);
  prepareMaterials(root, { lightmap: baked, probes, quality: setting.quality });
  const lods = joinLods(root);
  await boards.speak(setting.language);
  freeze(root);
  const nodes = byName(root);
  return {
    root,
    walkable: invisibleOf((ground ?? picture).scene, 'walkable'),
    obstacles: invisibleOf((ground ?? picture).scene, 'collision'),
    seats: seatsOf(root),
    exhibits: exhibitsOf(nodes, description),
    portals: portalsOf(root),
    probes,
    boards,
    variant: setting.variant,
    lods,
    entrance: nodes.get('spawn:1') ?? null,
  };
}

interface Files {
  readonly picture: GLTF;
  readonly ground: GLTF | null;
  readonly baked: Lightmap | null;
}

/** `bytes` are the contents of `filesOf`, in that order. */
async function readFiles(description: SceneDescription, setting: Setting, bytes: readonly ArrayBuffer[]): Promise<Files> {
  const { nav } = description;
  const { lightmap, packed } = pictureOf(description, setting.variant);
  const files = filesOf(description, setting.variant);
  const transcoder = packed ? await borrowTranscoder(setting.renderer) : null;
  try {
    const loader = makeLoader(transcoder);
    const all = Promise.all([
      loader.parseAsync(bytes[0], ''),
      nav ? loader.parseAsync(bytes[files.indexOf(nav)], '') : null,
      lightmap ? lightmapTexture(bytes[files.indexOf(lightmap)], isPacked(lightmap) ? transcoder : null) : null,
    ]);
    const [picture, ground, texture] = await (transcoder ? inTime(all) : all);
    return { picture, ground, baked: texture && lightmap ? { texture, scale: lightmap.scale } : null };
  } finally {
    if (transcoder) returnTranscoder();
  }
}

/** A worker that dies in the transcoder would be waited for without end. */
function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('the transcoder gives no answer')), TRANSCODE_MS));
  return Promise.race([work, late]);
}

function makeLoader(transcoder: KTX2Loader | null): GLTFLoader {
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  return transcoder ? loader.setKTX2Loader(transcoder) : loader;
}

/** What does not move needs no new matrix in every frame. */
function freeze(root: Object3D): void {
  root.updateMatrixWorld(true);
  root.traverse((object) => (object.matrixAutoUpdate = false));
}

/** The mesh that is only for walking and pointing, in world space. */
function invisibleOf(root: Object3D, mark: 'walkable' | 'collision'): BufferGeometry | null {
  root.updateMatrixWorld(true);
  let found: BufferGeometry | null = null;
  root.traverse((object) => {
    if (marksOf(object)[mark] && object instanceof Mesh)
      found = (object.geometry as BufferGeometry).clone().applyMatrix4(object.matrixWorld);
  });
  return found;
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
