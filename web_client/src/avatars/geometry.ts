// The parts of a figure as geometry, metres, looking along -Z. Every part has vertex colours that tint its own.
import {
  BufferGeometry,
  CapsuleGeometry,
  Color,
  Float32BufferAttribute,
  LatheGeometry,
  SphereGeometry,
  TorusGeometry,
  Vector2,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';

/** Joints of a figure of 1.72 m; the eyes are at 1.6 m. */
export const Joint = {
  hipX: 0.082,
  hipY: 0.86,
  shoulderX: 0.176,
  shoulderY: 1.372,
  headY: 1.588, // centre of the head
} as const;

function tinted(geometry: BufferGeometry, tint: string): BufferGeometry {
  const count = geometry.getAttribute('position').count;
  const color = new Color(tint);
  const values = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) color.toArray(values, i * 3);
  geometry.setAttribute('color', new Float32BufferAttribute(values, 3));
  geometry.deleteAttribute('uv');
  return geometry;
}

function merged(...parts: BufferGeometry[]): BufferGeometry {
  const whole = mergeGeometries(parts);
  if (!whole) throw new Error('the parts of a figure do not fit together');
  return whole;
}

function lathe(profile: readonly (readonly [number, number])[], segments: number): BufferGeometry {
  const points = profile.map(([radius, y]) => new Vector2(radius, y));
  return new LatheGeometry(points, segments);
}

function ball(rx: number, ry: number, rz: number, segments: number): BufferGeometry {
  return new SphereGeometry(1, segments, Math.max(6, Math.round(segments * 0.7))).scale(rx, ry, rz);
}

/** Jacket from the hem to the collar, oval in plan. */
export function torso(segments: number): BufferGeometry {
  const profile = [
    [0.0, 0.755],
    [0.136, 0.756],
    [0.176, 0.768],
    [0.18, 0.8],
    [0.171, 0.9],
    [0.15, 1.02],
    [0.152, 1.12],
    [0.17, 1.22],
    [0.184, 1.3],
    [0.181, 1.352],
    [0.158, 1.395],
    [0.112, 1.428],
    [0.074, 1.446],
    [0.066, 1.468],
    [0.064, 1.486],
    [0.05, 1.488],
    [0.0, 1.47],
  ] as const;
  const jacket = lathe(profile, segments).scale(1.06, 1, 0.7);
  jacket.computeVertexNormals();
  return banded(jacket, [
    [0.79, 0.82], // the hem
    [1.44, 1],
    [2, 1.3], // the collar
  ]);
}

/** Lighter or darker bands from below: each holds up to its height. */
function banded(geometry: BufferGeometry, bands: readonly (readonly [number, number])[]): BufferGeometry {
  const position = geometry.getAttribute('position');
  const values = new Float32Array(position.count * 3);
  for (let i = 0; i < position.count; i++) {
    const band = bands.find(([top]) => position.getY(i) < top) ?? bands[bands.length - 1];
    values.fill(band[1], i * 3, i * 3 + 3);
  }
  tinted(geometry, '#ffffff');
  geometry.setAttribute('color', new Float32BufferAttribute(values, 3));
  return geometry;
}

/** Neck, head, ears, a small nose and two calm eyes; its origin is the centre of the head. */
export function head(segments: number): BufferGeometry {
  const neck = lathe([[0.052, -0.19], [0.047, -0.13], [0.05, -0.06]], Math.max(8, segments - 4));
  const skull = ball(0.108, 0.134, 0.12, segments);
  narrowChin(skull);
  const nose = ball(0.013, 0.018, 0.016, 6).translate(0, -0.018, -0.119);
  const ear = (side: number): BufferGeometry => ball(0.014, 0.027, 0.02, 6).translate(side * 0.107, -0.008, 0.008);
  const eye = (side: number): BufferGeometry => ball(0.0115, 0.0155, 0.006, 8).translate(side * 0.04, 0.012, -0.1105);
  const smile = new TorusGeometry(0.024, 0.0034, 5, 10, Math.PI * 0.62)
    .rotateZ(-Math.PI * 0.81)
    .rotateX(0.2)
    .translate(0, -0.04, -0.1105);
  return merged(
    tinted(smile, '#8a4a3e'),
    tinted(neck, '#f4ece8'),
    tinted(skull, '#ffffff'),
    tinted(nose, '#fff4ef'),
    tinted(ear(-1), '#fbeeea'),
    tinted(ear(1), '#fbeeea'),
    tinted(eye(-1), '#2a1c18'),
    tinted(eye(1), '#2a1c18'),
  );
}

function narrowChin(skull: BufferGeometry): void {
  const position = skull.getAttribute('position');
  for (let i = 0; i < position.count; i++) {
    const low = Math.max(0, -position.getY(i) / 0.13);
    position.setX(i, position.getX(i) * (1 - 0.2 * low * low));
    position.setZ(i, position.getZ(i) * (1 - 0.1 * low * low) - 0.008 * low);
  }
  skull.computeVertexNormals();
}

/** Hair by style: a short cut, a bob, a bun. Origin as the head's. */
export function hair(style: number, segments: number): BufferGeometry {
  const depth = style === 1 ? 0.66 : 0.55; // how far down the sphere is kept
  const cap = new SphereGeometry(1, segments, Math.round(segments * 0.6), 0, 2 * Math.PI, 0, Math.PI * depth);
  cap.scale(style === 1 ? 0.122 : 0.1155, 0.143, 0.13);
  cap.rotateX(style === 1 ? 0.8 : 0.56); // lower at the nape, off the forehead
  cap.translate(0, 0.012, 0.012);
  const parts = [tinted(cap, '#ffffff')];
  if (style === 2) parts.push(tinted(ball(0.05, 0.047, 0.048, Math.max(8, segments - 4)).translate(0, 0.115, 0.09), '#f2ece8'));
  return merged(...parts);
}

/** A sleeve that hangs from the shoulder (the origin) down to the wrist. */
export function arm(segments: number): BufferGeometry {
  const profile = [
    [0.0, 0.028],
    [0.03, 0.02],
    [0.047, -0.01],
    [0.052, -0.06],
    [0.047, -0.2],
    [0.04, -0.4],
    [0.043, -0.49],
    [0.036, -0.498],
    [0.0, -0.495],
  ] as const;
  return tinted(lathe([...profile].reverse(), segments), '#ffffff');
}

/** A hand; its origin is the wrist, the fingers point down. */
export function hand(segments: number): BufferGeometry {
  const palm = ball(0.027, 0.06, 0.039, segments).translate(0, -0.05, 0);
  const thumb = ball(0.013, 0.03, 0.014, 6).rotateX(-0.5).translate(0, -0.035, -0.036);
  return merged(tinted(palm, '#ffffff'), tinted(thumb, '#fff8f4'));
}

/** A trouser leg with its shoe, hanging from the hip (the origin). */
export function leg(segments: number): BufferGeometry {
  const profile = [
    [0.074, 0.02],
    [0.078, -0.06],
    [0.071, -0.3],
    [0.062, -0.55],
    [0.058, -0.77],
    [0.063, -0.8],
    [0.0, -0.8],
  ] as const;
  const cloth = lathe([...profile].reverse(), segments);
  const shoe = new CapsuleGeometry(0.046, 0.12, 4, Math.max(8, segments))
    .rotateX(Math.PI / 2)
    .scale(1.02, 0.84, 1)
    .translate(0, -0.821, -0.042);
  return merged(tinted(cloth, '#ffffff'), tinted(shoe, '#5f5a58'));
}
