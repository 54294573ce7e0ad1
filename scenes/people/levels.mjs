// Makes the three levels of a person:  node people/levels.mjs <raw.glb> <levels.glb>
// Its nodes near, middle and far get at most 12,000, 3,000 and 400 triangles. Vertices that
// stand twice where zones meet are kept together, so no seam opens. Middle and far do without fingers, lids and jaw.
import { prune } from '@gltf-transform/functions';
import { MeshoptSimplifier } from 'meshoptimizer';
import { makeIO } from '../gltf_io.mjs';

const LEVELS = { near: 12000, middle: 3000, far: 400 };
const FACE_COUNTS = { near: 4.5, middle: 3.5, far: 1.9 };
const COLOUR_COUNTS = { near: [0.3, 0.3, 0.3], middle: [0.1, 0.1, 0.1], far: [0.02, 0.02, 0.02] };
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
const nodes = Object.fromEntries(root.listNodes().filter((node) => node.getMesh()).map((node) => [node.getName(), node]));
const joints = root.listSkins()[0].listJoints();
const HEAD = ['head', ...FACE].map((name) => joints.findIndex((joint) => joint.getName() === name));

/** Which joint takes a joint's weight at the coarser levels. */
function heir(joint, far) {
  let found = joint;
  while (joints.indexOf(found) >= BODY_JOINTS || FACE.has(found.getName()) || (far && found.getName().endsWith('Twist')))
    found = found.getParentNode();
  return joints.indexOf(found);
}

/** Gives all weights to their heirs; a joint stands once at a vertex. */
function inherit(which, weights, far) {
  for (let v = 0; v < which.length; v += 4) {
    const sums = new Map();
    for (let k = v; k < v + 4; k++) {
      if (weights[k] === 0) continue;
      const to = heir(joints[which[k]], far);
      sums.set(to, (sums.get(to) ?? 0) + weights[k]);
    }
    const pairs = [...sums].sort((a, b) => b[1] - a[1]);
    for (let k = 0; k < 4; k++) [which[v + k], weights[v + k]] = pairs[k] ?? [0, 0];
  }
}

/** Fewer and fewer triangles until there are at most `most`. Colours count as well as shape; eyes of near people stay whole. */
function simplified(whole, level, most) {
  const indices = Uint32Array.from(whole.getIndices().getArray());
  if (indices.length / 3 <= most) return indices;
  const positions = asSeen(whole, level);
  const colours = Float32Array.from(whole.getAttribute('COLOR_0').getArray());
  const locked = level === 'far' ? null : Uint8Array.from(whole.getAttribute('_KEEP').getArray());
  const [made] = MeshoptSimplifier.simplifyWithAttributes(indices, positions, 3, colours, 3, COLOUR_COUNTS[level], locked, most * 3, 0.08, []);
  if (made.length / 3 <= most) return made;
  const [sloppy] = MeshoptSimplifier.simplifySloppy(indices, positions, 3, null, most * 3, 0.2);
  return sloppy.length / 3 <= most ? sloppy : sloppy.slice(0, most * 3);
}

/** Positions as the simplifier is to see them: faces are small, but looked at most, so they count as if they were larger. */
function asSeen(whole, level) {
  const positions = Float32Array.from(whole.getAttribute('POSITION').getArray());
  const [which, weights] = ['JOINTS_0', 'WEIGHTS_0'].map((name) => whole.getAttribute(name).getArray());
  const [x, y, z] = joints[HEAD[0]].getWorldTranslation();
  for (let v = 0; v < positions.length / 3; v++) {
    let share = 0;
    for (let k = 0; k < 4; k++) if (HEAD.includes(which[v * 4 + k])) share += weights[v * 4 + k];
    const grow = 1 + (FACE_COUNTS[level] - 1) * share;
    [x, y, z].forEach((centre, k) => (positions[v * 3 + k] = centre + (positions[v * 3 + k] - centre) * grow));
  }
  return positions;
}

/** A primitive of these triangles, with only the vertices that they use. */
function cut(whole, indices, level) {
  const used = [...new Set(indices)].sort((a, b) => a - b);
  const number = new Map(used.map((vertex, i) => [vertex, i]));
  const made = document.createPrimitive().setMaterial(whole.getMaterial());
  for (const semantic of whole.listSemantics()) {
    if (semantic === '_KEEP') continue; // it was for us
    const from = whole.getAttribute(semantic);
    const size = from.getElementSize();
    const array = new (from.getArray().constructor)(used.length * size);
    used.forEach((vertex, i) => array.set(from.getArray().subarray(vertex * size, vertex * size + size), i * size));
    made.setAttribute(semantic, document.createAccessor().setType(from.getType()).setArray(array).setBuffer(from.getBuffer()));
  }
  if (level !== 'near') inherit(made.getAttribute('JOINTS_0').getArray(), made.getAttribute('WEIGHTS_0').getArray(), level === 'far');
  const order = Uint32Array.from(indices, (vertex) => number.get(vertex));
  return made.setIndices(document.createAccessor().setArray(order).setBuffer(root.listBuffers()[0]));
}

for (const [level, most] of Object.entries(LEVELS)) {
  const mesh = nodes[level].getMesh();
  const whole = mesh.listPrimitives()[0];
  mesh.addPrimitive(cut(whole, simplified(whole, level, most), level));
  whole.dispose();
}
await document.transform(prune({ keepAttributes: true, keepLeaves: true }));
await io.write(target, document);
for (const mesh of root.listMeshes()) console.log(`${target}: ${mesh.getName()} ${mesh.listPrimitives()[0].getIndices().getCount() / 3} triangles`);
