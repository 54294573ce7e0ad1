// Makes the three levels of a person:  node people/levels.mjs <raw.glb> <levels.glb>
// The near one is the whole mesh with at most 12,000 triangles; the middle one has 3,000, the far one 400. Vertices that
// stand twice where zones meet are kept together, so no seam opens. Middle and far do without fingers, lids and jaw.
import { prune } from '@gltf-transform/functions';
import { MeshoptSimplifier } from 'meshoptimizer';
import { makeIO } from '../gltf_io.mjs';

const LEVELS = { near: 12000, middle: 3000, far: 400 };
const BODY_JOINTS = 29; // the fingers come after
const FACE = new Set(['jaw', 'leftEye', 'rightEye', 'leftUpperEyelid', 'rightUpperEyelid']);

const [source, target] = process.argv.slice(2);
if (!target) {
  console.error('usage: node people/levels.mjs <raw.glb> <levels.glb>');
  process.exit(2);
}
await MeshoptSimplifier.ready;
const io = await makeIO();
const document = await io.read(source);
const root = document.getRoot();
const person = root.listNodes().find((node) => node.getName() === 'person');
const whole = person.getMesh().listPrimitives()[0];
const skin = person.getSkin();
const joints = skin.listJoints();

/** Which joint takes a joint's weight at the coarser levels. */
function heir(joint, far) {
  let found = joint;
  while (joints.indexOf(found) >= BODY_JOINTS || FACE.has(found.getName()) || (far && found.getName().endsWith('Twist')))
    found = found.getParentNode();
  return joints.indexOf(found);
}

/** Triangles of the whole mesh, fewer and fewer until there are at most `most`. */
function simplified(indices, positions, most) {
  if (indices.length / 3 <= most) return indices;
  const [made] = MeshoptSimplifier.simplify(indices, positions, 3, most * 3, 0.05, []);
  if (made.length / 3 <= most) return made;
  const [sloppy] = MeshoptSimplifier.simplifySloppy(indices, positions, 3, null, most * 3, 0.2);
  return sloppy.length / 3 <= most ? sloppy : sloppy.slice(0, most * 3);
}

/** A primitive of these triangles, with only the vertices that they use. */
function cut(indices, level) {
  const used = [...new Set(indices)].sort((a, b) => a - b);
  const number = new Map(used.map((vertex, i) => [vertex, i]));
  const made = document.createPrimitive().setMaterial(whole.getMaterial());
  for (const semantic of whole.listSemantics()) {
    const from = whole.getAttribute(semantic);
    const size = from.getElementSize();
    const array = new (from.getArray().constructor)(used.length * size);
    used.forEach((vertex, i) => array.set(from.getArray().subarray(vertex * size, vertex * size + size), i * size));
    if (semantic === 'JOINTS_0' && level !== 'near') for (let i = 0; i < array.length; i++) array[i] = heir(joints[array[i]], level === 'far');
    made.setAttribute(semantic, document.createAccessor().setType(from.getType()).setArray(array).setBuffer(from.getBuffer()));
  }
  const order = Uint32Array.from(indices, (vertex) => number.get(vertex));
  return made.setIndices(document.createAccessor().setArray(order).setBuffer(root.listBuffers()[0]));
}

const positions = whole.getAttribute('POSITION').getArray();
const all = Uint32Array.from(whole.getIndices().getArray());
const scene = root.listScenes()[0];
for (const [level, most] of Object.entries(LEVELS)) {
  const mesh = document.createMesh(level).addPrimitive(cut(simplified(all, positions, most), level));
  scene.addChild(document.createNode(level).setMesh(mesh).setSkin(skin));
}
person.getMesh().dispose();
person.dispose();
await document.transform(prune({ keepAttributes: true, keepLeaves: true }));
await io.write(target, document);
for (const mesh of root.listMeshes()) console.log(`${target}: ${mesh.getName()} ${mesh.listPrimitives()[0].getIndices().getCount() / 3} triangles`);
