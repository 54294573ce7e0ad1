// Packs what the build has written as tightly as Brotli can (RFC 7932, quality 11), once at build time:
// the server hands it out as it is, and would need seconds for it at every start.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const PACKED = /\.(?:js|css|wasm|svg|html|glb)$/;
const SMALLEST = 512; // bytes: smaller files are not worth a coding

/** Vite plugin: writes `name.br` beside every file of the build that is worth it. */
export function pack() {
  let folder = '';
  return {
    name: 'pack',
    apply: 'build',
    configResolved: (config) => void (folder = join(config.root, config.build.outDir)),
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile() && PACKED.test(entry.name)) packFile(join(entry.parentPath, entry.name));
    },
  };
}

function packFile(path) {
  const body = readFileSync(path);
  if (body.length < SMALLEST) return;
  const packed = brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
  if (packed.length < body.length) writeFileSync(`${path}.br`, packed);
}
