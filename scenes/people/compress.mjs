// Compresses a person or the clips:  node people/compress.mjs <raw.glb> <shipped.glb>
// Rotations of clips become 16-bit numbers, frames that lie between their neighbours are dropped; of models, positions
// keep 14 bits (0.1 mm in a person), colours and weights 8. Custom attributes (_ZONE) stay as they are.
import fs from 'node:fs';
import { dedup, meshopt, prune, quantize, reorder, resample } from '@gltf-transform/functions';
import { MeshoptEncoder } from 'meshoptimizer';
import { makeIO } from '../gltf_io.mjs';

const [source, target] = process.argv.slice(2);
if (!target) {
  console.error('usage: node people/compress.mjs <raw.glb> <shipped.glb>');
  process.exit(2);
}
await MeshoptEncoder.ready;
const io = await makeIO();
const document = await io.read(source);
const root = document.getRoot();
if (root.listAnimations().length > 0) {
  await document.transform(resample({ tolerance: 2e-3 }), dedup());
  for (const animation of root.listAnimations()) for (const sampler of animation.listSamplers()) {
    const output = sampler.getOutput();
    if (output.getType() !== 'VEC4' || output.getComponentType() !== 5126) continue;
    const values = Int16Array.from(output.getArray(), (x) => Math.round(x * 32767));
    output.setArray(values).setNormalized(true);
  }
} else {
  await document.transform(prune({ keepAttributes: true, keepLeaves: true, keepExtras: true }));
}
await document.transform(
  reorder({ encoder: MeshoptEncoder, target: 'size' }),
  meshopt({ encoder: MeshoptEncoder, level: 'high', quantizationVolume: root.listMeshes().length > 0 ? 'scene' : 'mesh', quantizePosition: 14, quantizeNormal: 8, quantizeTexcoord: 12, quantizeColor: 8, quantizeWeight: 8 }),
);
await io.write(target, document);
const bytes = fs.statSync(target).size;
console.log(`${target}: ${bytes} bytes`);
