// Where one would stand: a ring on the floor with an arrow for where one would look, and the arc that leads there. Where one
// cannot stand the arc is dull red, and there is no ring.
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  DynamicDrawUsage,
  Float32BufferAttribute,
  Group,
  Mesh,
  MeshBasicMaterial,
  RingGeometry,
  Shape,
  ShapeGeometry,
  Vector3,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { type Arc, ARC_POINTS } from './arc';

const OVER_FLOOR_M = 0.02;
const WIDE_A_M = 0.005; // half, for each metre from the eye: as wide to it all along
const WIDEST_M = 0.03;
const ACROSS = [1, 0.55, 0.55, -0.55, -0.55, -1]; // white edges of a coloured ribbon
const SIDES = ACROSS.length;
const ORDER = 800;
const TEAL = new Color(0x0b6b75);
const WHITE = new Color(0xffffff);
const CANNOT = new Color(0xa8483c);

/** Light within dark is seen on every floor. */
const RINGS: readonly (readonly [number, number, Color])[] = [[0.25, 0.31, TEAL], [0.31, 0.345, WHITE], [0, 0.06, TEAL]];
const ARROW: readonly (readonly [number, number, Color])[] = [[0.23, 0.375, WHITE], [0.17, 0.405, TEAL]];

function coloured(geometry: BufferGeometry, { r, g, b }: Color): BufferGeometry {
  const count = geometry.getAttribute('position').count;
  const colours = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) colours.set([r, g, b], i * 3);
  return geometry.setAttribute('color', new Float32BufferAttribute(colours, 3)).toNonIndexed();
}

/** An arrow's head before the ring, pointing to -Z. */
function arrow(half: number, from: number, colour: Color): BufferGeometry {
  const shape = new Shape().moveTo(-half, from).lineTo(half, from).lineTo(0, from + half * 1.15).closePath();
  return coloured(new ShapeGeometry(shape).rotateX(-Math.PI / 2), colour);
}

function plain(): MeshBasicMaterial {
  return new MeshBasicMaterial({ transparent: true, depthWrite: false, side: DoubleSide, toneMapped: false });
}

export class Target {
  readonly group = new Group();
  private readonly ring: Mesh;
  private readonly ribbon: Mesh<BufferGeometry, MeshBasicMaterial>;
  private readonly places = new Float32Array(ARC_POINTS * SIDES * 3);
  private readonly colours = new BufferAttribute(new Float32Array(ARC_POINTS * SIDES * 3), 3);
  private dyed: Color | null = null;
  private readonly at = new Vector3();
  private readonly way = new Vector3();
  private readonly aside = new Vector3();

  constructor() {
    const parts = [...RINGS.map(([a, b, colour]) => coloured(new RingGeometry(a, b, 48).rotateX(-Math.PI / 2), colour)),
      ...ARROW.map(([half, from, colour]) => arrow(half, from, colour))];
    this.ring = new Mesh(mergeGeometries(parts)!, plain());
    (this.ring.material as MeshBasicMaterial).vertexColors = true;
    this.ribbon = new Mesh(this.strip(), plain());
    this.ribbon.material.vertexColors = true;
    this.ribbon.material.opacity = 0.9;
    this.ribbon.frustumCulled = false;
    this.ring.renderOrder = this.ribbon.renderOrder = ORDER;
    this.group.add(this.ring, this.ribbon);
    this.hide();
  }

  hide(): void {
    this.group.visible = false;
  }

  /** `at` is null where one cannot stand; `yaw`: where one would look. */
  show(arc: Arc, at: Vector3 | null, yaw: number, eye: Vector3): void {
    this.group.visible = true;
    this.ring.visible = at !== null;
    if (at) {
      this.ring.position.set(at.x, at.y + OVER_FLOOR_M, at.z);
      this.ring.rotation.y = yaw;
    }
    this.dye(at ? TEAL : CANNOT);
    this.bend(arc, eye);
  }

  private strip(): BufferGeometry {
    const index: number[] = [];
    for (let i = 0; i + 1 < ARC_POINTS; i++)
      for (let k = 0; k < SIDES; k += 2) {
        const at = i * SIDES + k;
        index.push(at, at + 1, at + SIDES + 1, at, at + SIDES + 1, at + SIDES);
      }
    const places = new BufferAttribute(this.places, 3).setUsage(DynamicDrawUsage);
    return new BufferGeometry().setAttribute('position', places).setAttribute('color', this.colours).setIndex(index);
  }

  private dye(colour: Color): void {
    if (this.dyed === colour) return;
    this.dyed = colour;
    for (let i = 0; i < this.colours.count; i++) (i % SIDES === 2 || i % SIDES === 3 ? colour : WHITE).toArray(this.colours.array, i * 3);
    this.colours.needsUpdate = true;
  }

  /** A ribbon along the arc, its flat side to the eye. */
  private bend({ points, count }: Arc, eye: Vector3): void {
    const { at, way, aside, places } = this;
    for (let i = 0; i < count; i++) {
      const before = Math.min(i, count - 2) * 3;
      way.fromArray(points, before + 3).sub(at.fromArray(points, before));
      at.fromArray(points, i * 3);
      aside.copy(eye).sub(at);
      const wide = Math.min(WIDEST_M, WIDE_A_M * aside.length());
      aside.cross(way).setLength(wide);
      for (let k = 0; k < SIDES; k++) way.copy(at).addScaledVector(aside, ACROSS[k]).toArray(places, (i * SIDES + k) * 3);
    }
    this.ribbon.geometry.setDrawRange(0, Math.max(0, count - 1) * SIDES * 3);
    this.ribbon.geometry.attributes['position'].needsUpdate = true;
  }
}
