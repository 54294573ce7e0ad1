// Compresses a raw render model:  node optimise.mjs <raw.glb> <shipped.glb> [--light]
// Pictures become KTX2, which stays compressed in graphics memory: ETC1S for colour and roughness, UASTC for normals.
// The view outside stays WebP: ETC1S draws steps into its sky. `--light` makes the variant for phones and standalone
// headsets: half the picture size, no normal maps, fewer triangles.
// Navigation files are not passed through here: a server reads them without a meshopt decoder.
import fs from 'node:fs';
import { dedup, listTextureSlots, meshopt, prune, simplifyPrimitive, textureCompress, weld } from '@gltf-transform/functions';
import { ktx2 } from 'ktx2-encoder/gltf-transform';
import { MeshoptEncoder, MeshoptSimplifier } from 'meshoptimizer';
import sharp from 'sharp';
import { makeIO } from './gltf_io.mjs';

const [source, target, variant] = process.argv.slice(2);
if (!target || (variant && variant !== '--light')) {
  console.error('usage: node optimise.mjs <raw.glb> <shipped.glb> [--light]');
  process.exit(2);
}
const AS_WEBP = /^backdrop/;
const LINEAR = { isSetKTX2SRGBTransferFunc: false, isPerceptual: false };

async function imageDecoder(bytes) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** One encoding for every texture whose slots match, and whose name is not kept as WebP. */
function encode(slots, options) {
  const pattern = /^(?!backdrop)/;
  return ktx2({ slots, pattern, generateMipmap: true, enableDebug: false, imageDecoder, ...options });
}

const toKtx2 = () => [
  encode(/normalTexture/, { isUASTC: true, ...LINEAR, enableRDO: true, rdoQualityLevel: 2.0, needSupercompression: true }),
  encode(/metallicRoughnessTexture/, { isUASTC: false, ...LINEAR, qualityLevel: 120, compressionLevel: 2 }),
  encode(/baseColorTexture|emissiveTexture/, { isUASTC: false, qualityLevel: 150, compressionLevel: 2 }),
];

function dropNormalMaps(document) {
  for (const material of document.getRoot().listMaterials()) material.setNormalTexture(null);
}

async function halvePictures(document) {
  for (const texture of document.getRoot().listTextures()) {
    const [width, height] = texture.getSize();
    const size = [width, height].map((side) => Math.max(64, side / 2));
    const image = await sharp(texture.getImage()).resize(size[0], size[1], { kernel: 'lanczos3' }).png().toBuffer();
    texture.setImage(new Uint8Array(image)).setMimeType('image/png');
  }
}

/** Fewer triangles within 3 mm; what is small anyway stays. The limit is relative to a mesh, hence its size. */
function simplifyAll(document) {
  for (const mesh of document.getRoot().listMeshes()) {
    for (const primitive of mesh.listPrimitives()) {
      if (primitive.getIndices().getCount() < 600) continue;
      const position = primitive.getAttribute('POSITION');
      const extent = Math.max(...position.getMax([]).map((high, axis) => high - position.getMin([])[axis]));
      simplifyPrimitive(primitive, { simplifier: MeshoptSimplifier, ratio: 0.55, error: 0.003 / extent, lockBorder: false });
    }
  }
}

await MeshoptSimplifier.ready;
const io = await makeIO();
const document = await io.read(source);
// The second UV set has no texture inside the file, so prune would take it for unused; anchors are empty leaves.
const keep = { keepAttributes: true, keepLeaves: true, keepExtras: true };
await document.transform(dedup(), prune(keep), weld());
if (variant) {
  dropNormalMaps(document);
  await document.transform(prune(keep));
  await halvePictures(document);
  simplifyAll(document);
}
for (const texture of document.getRoot().listTextures()) {
  if (listTextureSlots(texture).length === 0) console.warn(`unused picture ${texture.getName()}`);
  // encoders choose by name, and take an empty address for a match
  texture.setMimeType(texture.getMimeType()).setURI(`${texture.getName()}.png`);
}
const say = console.log;
console.log = () => {}; // the encoder tells about every mipmap
await document.transform(
  ...toKtx2(),
  textureCompress({ encoder: sharp, targetFormat: 'webp', quality: 86, pattern: AS_WEBP }),
  // 16 bits of position in a 16 m room are 0.25 mm, so bevels keep their shape; 14 bits of UV are
  // a sixteenth of a lightmap texel.
  meshopt({ encoder: MeshoptEncoder, level: 'high', quantizePosition: 16, quantizeNormal: 10, quantizeTexcoord: 14 }),
);
console.log = say;
for (const texture of document.getRoot().listTextures()) texture.setURI('');
await io.write(target, document);

const primitives = document.getRoot().listMeshes().flatMap((mesh) => mesh.listPrimitives());
const triangles = primitives.reduce((sum, p) => sum + (p.getIndices() ?? p.getAttribute('POSITION')).getCount() / 3, 0);
if (process.env.VERBOSE) {
  for (const t of document.getRoot().listTextures()) console.log(t.getName(), t.getMimeType(), t.getSize(), t.getImage().byteLength);
}
console.log(`${target}: ${triangles} triangles, ${primitives.length} draw calls, ${fs.statSync(target).size} bytes`);
