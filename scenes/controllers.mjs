// Makes the models of headsets' controllers small:  node controllers.mjs
// From the package @webxr-input-profiles/assets (MIT) into ../assets/controllers/: for each profile and hand a model, and
// `controllers.json`, which says what of it moves by which button or axis. Of a moving part the page needs three nodes:
// `<part>_value`, which moves, from where `<part>_min` is to where `<part>_max` is. Everything else is baked into them.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  clearNodeTransform, compactPrimitive, dedup, joinPrimitives, meshopt, prune, textureCompress, transformMesh, weld,
} from '@gltf-transform/functions';
import { MeshoptEncoder, MeshoptSimplifier } from 'meshoptimizer';
import sharp from 'sharp';
import { makeIO } from './gltf_io.mjs';

/** Quest 3, Quest Pro, Quest 2, Pico 4, Pico 4 Ultra; all others are shown by the last. */
const PROFILES = [
  'meta-quest-touch-plus', 'meta-quest-touch-pro', 'oculus-touch-v3', 'pico-4', 'pico-4u', 'generic-trigger-squeeze-thumbstick',
];
const SIDES = ['left', 'right'];
const SOURCE = path.dirname(createRequire(import.meta.url).resolve('@webxr-input-profiles/assets/package.json'));
const TARGET = path.resolve(import.meta.dirname, '../assets/controllers');
const ERROR_M = 0.0008;
const SHARE = 0.35; // of the triangles, at least
const WEIGHTS = [0.3, 0.3, 0.3, 1, 1]; // of normals and texture coordinates against places
const PICTURE = 512;

/** The parts that move, as the profile tells of them: by a button, or by an axis of the stick. */
function movesOf(layout) {
  return Object.values(layout.components).flatMap(({ gamepadIndices, visualResponses }) =>
    Object.entries(visualResponses).flatMap(([part, { componentProperty, valueNodeProperty }]) => {
      const index = gamepadIndices[componentProperty];
      if (valueNodeProperty !== 'transform' || index === undefined) return [];
      return [{ part, [componentProperty === 'button' ? 'button' : 'axis']: index }];
    }),
  );
}

const NODES = ['min', 'max', 'value'];

/** Those of them that the model has, that come to another place, and that one sees. */
function found(document, moves) {
  const named = new Map(document.getRoot().listNodes().map((node) => [node.getName(), node]));
  return moves.filter(({ part }) => {
    const [min, max, value] = NODES.map((end) => named.get(`${part}_${end}`));
    const place = (node) => String([...node.getTranslation(), ...node.getRotation()]);
    return min && max && value && place(min) !== place(max) && seen(value);
  });
}

const seen = (node) => node.getMesh() !== null || node.listChildren().some(seen);

function plainMaterials(document) {
  for (const material of document.getRoot().listMaterials()) {
    material.setNormalTexture(null).setOcclusionTexture(null).setMetallicRoughnessTexture(null).setEmissiveTexture(null);
    material.setMetallicFactor(0).setRoughnessFactor(0.55).setEmissiveFactor([0, 0, 0]).setName('').setExtras({});
    for (const extension of material.listExtensions()) extension.dispose();
  }
}

/** The node that carries this one about when something is pressed; null for what never moves. */
function carrierOf(node, values) {
  for (let one = node; one; one = one.getParentNode()) if (values.has(one.getName())) return one;
  return null;
}

/** Every mesh directly below what moves it, in the frame of that, with its own places baked in. */
function bake(document, moves) {
  const scene = document.getRoot().listScenes()[0];
  const values = new Set(moves.map(({ part }) => `${part}_value`));
  const placed = document.getRoot().listNodes().filter((node) => node.getMesh());
  for (const node of placed) {
    const carrier = carrierOf(node, values);
    const below = document.createNode().setMesh(node.getMesh().clone()).setMatrix(node.getWorldMatrix());
    below.getMesh().listPrimitives().forEach((one) => below.getMesh().removePrimitive(one).addPrimitive(ownCopy(one)));
    clearNodeTransform(below);
    node.setMesh(null);
    if (carrier) transformMesh(below.getMesh(), inverse(carrier.getWorldMatrix()));
    (carrier ?? scene).addChild(below);
  }
}

function ownCopy(primitive) {
  const copy = primitive.clone().setIndices(primitive.getIndices()?.clone() ?? null);
  for (const semantic of primitive.listSemantics()) {
    if (/^(POSITION|NORMAL|TEXCOORD_0)$/.test(semantic)) copy.setAttribute(semantic, primitive.getAttribute(semantic).clone());
    else copy.setAttribute(semantic, null);
  }
  return copy;
}

/** Of an affine matrix in columns, as glTF has it. */
function inverse(m) {
  const [a, b, c] = [0, 4, 8].map((at) => [m[at], m[at + 1], m[at + 2]]);
  const cross = (p, q) => [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
  const dot = (p, q) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
  const size = dot(a, cross(b, c));
  const rows = [cross(b, c), cross(c, a), cross(a, b)].map((row) => row.map((one) => one / size));
  const moved = rows.map((row) => -dot(row, [m[12], m[13], m[14]]));
  return [...[0, 1, 2].flatMap((column) => [...rows.map((row) => row[column]), 0]), ...moved, 1];
}

/** One draw call for all that moves together, and nothing that nobody needs. */
function tidy(document, moves) {
  const keep = new Set(moves.flatMap(({ part }) => NODES.map((end) => `${part}_${end}`)));
  const root = document.getRoot();
  for (const parent of [root.listScenes()[0], ...root.listNodes()]) joinChildren(document, parent);
  for (let again = true; again; ) {
    again = false;
    for (const node of root.listNodes()) {
      if (keep.has(node.getName()) || node.getMesh() || node.listChildren().length > 0) continue;
      node.dispose();
      again = true;
    }
  }
  for (const node of root.listNodes()) if (!keep.has(node.getName())) node.setName('').setExtras({});
}

function joinChildren(document, parent) {
  const children = parent.listChildren().filter((node) => node.getMesh());
  const byMaterial = Map.groupBy(children.flatMap((node) => node.getMesh().listPrimitives()), (one) => one.getMaterial());
  for (const child of children) child.dispose();
  if (byMaterial.size === 0) return;
  const mesh = document.createMesh();
  for (const primitives of byMaterial.values()) mesh.addPrimitive(joinPrimitives(primitives));
  parent.addChild(document.createNode().setMesh(mesh));
}

/** Fewer triangles; also across edges and seams, of which controllers have many. */
function simplify(document) {
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) {
      const [position, normal, uv] = ['POSITION', 'NORMAL', 'TEXCOORD_0'].map((one) => primitive.getAttribute(one));
      const places = new Float32Array(position.getArray());
      const surface = new Float32Array(position.getCount() * 5);
      for (let i = 0; i < position.getCount(); i++) surface.set([...normal.getElement(i, []), ...(uv?.getElement(i, []) ?? [0, 0])], i * 5);
      const indices = new Uint32Array(primitive.getIndices().getArray());
      const extent = MeshoptSimplifier.getScale(places, 3);
      const target = Math.ceil((indices.length * SHARE) / 3) * 3;
      const [fewer] = MeshoptSimplifier.simplifyWithAttributes(
        indices, places, 3, surface, 5, WEIGHTS, null, target, ERROR_M / extent, ['Permissive'],
      );
      primitive.getIndices().setArray(fewer);
      compactPrimitive(primitive);
    }
}

async function make(io, profile, side, layout) {
  const document = await io.read(path.join(SOURCE, 'dist/profiles', profile, layout.assetPath));
  const moves = found(document, movesOf(layout));
  plainMaterials(document);
  await document.transform(dedup());
  bake(document, moves);
  tidy(document, moves);
  await document.transform(prune({ keepLeaves: true }), dedup(), weld());
  simplify(document);
  await document.transform(
    textureCompress({ encoder: sharp, targetFormat: 'webp', quality: 78, resize: [PICTURE, PICTURE] }),
    prune({ keepLeaves: true }),
    meshopt({ encoder: MeshoptEncoder, level: 'high', quantizePosition: 14, quantizeNormal: 8, quantizeTexcoord: 12 }),
  );
  for (const texture of document.getRoot().listTextures()) texture.setURI('').setName('');
  const file = `${profile}.${side}.glb`;
  await io.write(path.join(TARGET, file), document);
  const primitives = document.getRoot().listMeshes().flatMap((mesh) => mesh.listPrimitives());
  const triangles = primitives.reduce((sum, one) => sum + one.getIndices().getCount() / 3, 0);
  console.log(`${file}: ${fs.statSync(path.join(TARGET, file)).size} bytes, ${triangles} triangles, ${primitives.length} draw calls`);
  return { file, moves };
}

await MeshoptSimplifier.ready;
fs.mkdirSync(TARGET, { recursive: true });
const io = await makeIO();
const table = {};
for (const profile of PROFILES) {
  const { layouts } = JSON.parse(fs.readFileSync(path.join(SOURCE, 'dist/profiles', profile, 'profile.json'), 'utf8'));
  table[profile] = {};
  for (const side of SIDES) table[profile][side] = await make(io, profile, side, layouts[side]);
}
fs.writeFileSync(path.join(TARGET, 'controllers.json'), `${JSON.stringify(table, null, 1)}\n`);
fs.copyFileSync(path.join(SOURCE, 'LICENSE.md'), path.join(TARGET, 'LICENSE.md'));
