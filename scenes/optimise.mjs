// Compresses a raw render model:  node optimise.mjs <raw.glb> <shipped.glb>
// Navigation files are not passed through here: a server reads them without a meshopt decoder.
import fs from 'node:fs';
import { dedup, meshopt, prune, textureCompress, weld } from '@gltf-transform/functions';
import { MeshoptEncoder } from 'meshoptimizer';
import sharp from 'sharp';
import { makeIO } from './gltf_io.mjs';

const [source, target] = process.argv.slice(2);
if (!target) {
  console.error('usage: node optimise.mjs <raw.glb> <shipped.glb>');
  process.exit(2);
}

const io = await makeIO();
const document = await io.read(source);
await document.transform(
  dedup(),
  // The second UV set has no texture inside the file, so prune would take it for unused; anchors are empty leaves.
  prune({ keepAttributes: true, keepLeaves: true, keepExtras: true }),
  weld(),
  textureCompress({ encoder: sharp, targetFormat: 'webp', quality: 85 }),
  // 16 bits of position in a 16 m room are 0.25 mm, so bevels keep their shape; 14 bits of UV are
  // a sixteenth of a lightmap texel.
  meshopt({ encoder: MeshoptEncoder, level: 'medium', quantizePosition: 16, quantizeNormal: 10, quantizeTexcoord: 14 }),
);
await io.write(target, document);

const primitives = document.getRoot().listMeshes().flatMap((mesh) => mesh.listPrimitives());
const triangles = primitives.reduce((sum, p) => sum + (p.getIndices() ?? p.getAttribute('POSITION')).getCount() / 3, 0);
console.log(`${target}: ${triangles} triangles, ${primitives.length} draw calls, ${fs.statSync(target).size} bytes`);
