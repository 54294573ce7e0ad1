// One's own hand in a headset: a palm and a thumb. Its origin is the wrist, the fingers point down.
import { BufferGeometry, Float32BufferAttribute, SphereGeometry } from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';

function ball(rx: number, ry: number, rz: number, segments: number): BufferGeometry {
  const made = new SphereGeometry(1, segments, Math.max(6, Math.round(segments * 0.7))).scale(rx, ry, rz);
  const white = new Float32Array(made.getAttribute('position').count * 3).fill(1);
  made.setAttribute('color', new Float32BufferAttribute(white, 3));
  return made;
}

export function handShape(segments: number): BufferGeometry {
  const palm = ball(0.027, 0.06, 0.039, segments).translate(0, -0.05, 0);
  const thumb = ball(0.013, 0.03, 0.014, 6).rotateX(-0.5).translate(0, -0.035, -0.036);
  return mergeGeometries([palm, thumb])!;
}
