// Checks models with the Khronos validator:  node validate.mjs <file.glb> ...
// The validator knows neither meshopt nor KTX2, so a compressed file is decoded in memory first, and a dot stands in for
// each KTX2 picture (its header is checked here). Notices about extensions
// that the validator has no rules for are left out. Exits with 1 if any file has an error.
import fs from 'node:fs';
import validator from 'gltf-validator';
import { EXTMeshoptCompression, KHRDracoMeshCompression, KHRTextureBasisu } from '@gltf-transform/extensions';
import { makeIO } from './gltf_io.mjs';

const IGNORED = ['UNSUPPORTED_EXTENSION', 'UNUSED_OBJECT'];
const SEVERITY = ['error', 'warning', 'information', 'hint'];
const COMPRESSION = [EXTMeshoptCompression, KHRDracoMeshCompression, KHRTextureBasisu].map((one) => one.EXTENSION_NAME);
const KTX2 = Buffer.from([0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb, 0x0d, 0x0a, 0x1a, 0x0a]);
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');

function extensionsUsed(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 20 || view.getUint32(0, true) !== 0x46546c67) return []; // the validator will complain
  const text = new TextDecoder().decode(bytes.subarray(20, 20 + view.getUint32(12, true)));
  return JSON.parse(text).extensionsUsed ?? [];
}

async function decoded(bytes, io) {
  if (!extensionsUsed(bytes).some((name) => COMPRESSION.includes(name))) return bytes;
  const document = await io.readBinary(bytes);
  for (const texture of document.getRoot().listTextures()) {
    if (texture.getMimeType() !== 'image/ktx2') continue;
    const image = Buffer.from(texture.getImage());
    const [width, height] = [image.readUInt32LE(20), image.readUInt32LE(24)];
    if (!image.subarray(0, 12).equals(KTX2)) throw new Error(`${texture.getName()} is not KTX2`);
    if (width % 4 || height % 4) throw new Error(`${texture.getName()} is ${width} x ${height}: sides must be multiples of 4`);
    texture.setImage(new Uint8Array(DOT)).setMimeType('image/png');
  }
  for (const extension of document.getRoot().listExtensionsUsed()) {
    if (COMPRESSION.includes(extension.extensionName)) extension.dispose();
  }
  return io.writeBinary(document);
}

async function check(path, io) {
  const bytes = await decoded(new Uint8Array(fs.readFileSync(path)), io);
  const report = await validator.validateBytes(bytes, {
    uri: path, maxIssues: 1000, ignoredIssues: IGNORED,
    // everything must be embedded: an outside resource is an error, and is never fetched
    externalResourceFunction: (uri) => Promise.reject(new Error(`outside resource ${uri}`)),
  });
  for (const issue of report.issues.messages) {
    console.log(`${path}: ${SEVERITY[issue.severity]} ${issue.code} ${issue.pointer ?? ''} ${issue.message}`);
  }
  const { numErrors, numWarnings } = report.issues;
  console.log(`${path}: ${numErrors} errors, ${numWarnings} warnings, ${report.info.totalTriangleCount} triangles`);
  return numErrors;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: node validate.mjs <file.glb> ...');
  process.exit(2);
}
const io = await makeIO();
let errors = 0;
for (const file of files) {
  errors += await check(file, io).catch((problem) => {
    console.log(`${file}: error ${problem?.message ?? problem}`);
    return 1;
  });
}
process.exit(errors ? 1 : 0);
