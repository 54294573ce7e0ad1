// The rays of one's hands and where they end: a soft beam, a dot, and a ring that fills while one rests on something. All of
// it is one draw call, whatever is in the hands.
import { BufferAttribute, BufferGeometry, DoubleSide, DynamicDrawUsage, Mesh, MeshBasicMaterial, Vector3 } from 'three';
import { PANEL_ORDER } from './panels/order';

const WHITE = [1, 1, 1];
const DARK = [0.02, 0.2, 0.24];
const TEAL = [0.02, 0.36, 0.41];
const EDGE = 0.7; // of the light's opacity
const BEAM_M = 0.0022; // half as wide at the hand, and more by distance, so that it is as wide to the eye
const BEAM_A_M = 0.0012;
const CORE = 0.5; // of the width is light, within dark edges: seen before everything
const DOT_A_M = 0.0085; // radius for each metre from the eye
const DOT_MIN_M = 0.003;
const RIM = 1.4;
const RADII = [1, 1, RIM, 2, 2.8]; // the disc, its rim from the inside, the ring
const STEPS = 20;
const STATIONS: readonly (readonly [number, number])[] = [[0.03, 0], [0.1, 1], [1, 0.6]]; // share of the way, and to be seen
const ACROSS: readonly (readonly [number, readonly number[]])[] = [[1, DARK], [CORE, DARK], [CORE, WHITE], [-CORE, WHITE], [-CORE, DARK], [-1, DARK]];
const BEAM_POINTS = STATIONS.length * ACROSS.length;
const CIRCLE = STEPS + 1;
const POINTS = BEAM_POINTS + 1 + CIRCLE * 5;
const OFF = 1.3; // radii by which the dot stands off from what it is on

export class Laser {
  readonly mesh: Mesh;
  private readonly places: Float32Array;
  private readonly shares: Float32Array;
  private readonly geometry = new BufferGeometry();
  private readonly aside = new Vector3();
  private readonly up = new Vector3();
  private readonly way = new Vector3();
  private readonly point = new Vector3();
  private readonly edge = new Vector3();
  private readonly centre = new Vector3();
  private written = 0;

  /** For so many rays. */
  constructor(private readonly rays: number) {
    this.places = new Float32Array(rays * POINTS * 3);
    this.shares = new Float32Array(rays * POINTS * 4);
    this.geometry.setAttribute('position', new BufferAttribute(this.places, 3).setUsage(DynamicDrawUsage));
    this.geometry.setAttribute('color', new BufferAttribute(this.shares, 4).setUsage(DynamicDrawUsage));
    this.geometry.setIndex(indices(rays));
    const material = new MeshBasicMaterial({
      vertexColors: true, transparent: true, depthWrite: false, side: DoubleSide, toneMapped: false,
    });
    this.mesh = new Mesh(this.geometry, material);
    this.mesh.renderOrder = PANEL_ORDER + 50;
    this.mesh.frustumCulled = false;
    this.mesh.matrixAutoUpdate = false;
    this.mesh.visible = false;
    for (let ray = 0; ray < rays; ray++) this.colour(ray * POINTS);
  }

  /** Before the rays of a frame. */
  begin(): void {
    this.written = 0;
  }

  /**
   * From `from` (null: no beam, only its end) to `to`, as seen by `eye`. `progress`: how much of the ring is filled, 0 for
   * no ring. `size` of the dot, 0 for none.
   */
  draw(from: Vector3 | null, to: Vector3, eye: Vector3, progress: number, size: number): void {
    if (this.written === this.rays) return;
    const first = this.written * POINTS;
    this.written++;
    this.beam(first, from ?? to, to, eye);
    this.dot(first + BEAM_POINTS, to, eye, progress, size);
  }

  /** After the rays of a frame. */
  end(): void {
    this.mesh.visible = this.written > 0;
    if (!this.mesh.visible) return;
    this.geometry.setDrawRange(0, (this.written * this.geometry.index!.count) / this.rays);
    this.geometry.attributes['position'].needsUpdate = true;
    this.geometry.attributes['color'].needsUpdate = true;
  }

  private beam(first: number, from: Vector3, to: Vector3, eye: Vector3): void {
    const { way, aside, point } = this;
    way.copy(to).sub(from);
    for (let i = 0; i < STATIONS.length; i++) {
      point.copy(from).addScaledVector(way, STATIONS[i][0]);
      aside.copy(eye).sub(point);
      const wide = BEAM_M + BEAM_A_M * aside.length();
      aside.cross(way).setLength(way.lengthSq() > 0 ? wide : 0);
      for (let k = 0; k < ACROSS.length; k++)
        this.edge.copy(point).addScaledVector(aside, ACROSS[k][0]).toArray(this.places, (first + i * ACROSS.length + k) * 3);
    }
  }

  /** A white disc with a dark rim, and the ring around it: they face the eye, and are before what they are on. */
  private dot(first: number, at: Vector3, eye: Vector3, progress: number, size: number): void {
    const { way, aside, up } = this;
    way.copy(eye).sub(at);
    const radius = Math.max(DOT_MIN_M, DOT_A_M * way.length()) * size;
    aside.set(way.z, 0, -way.x).normalize();
    up.crossVectors(way, aside).normalize();
    const centre = this.centre.copy(at).addScaledVector(way.normalize(), radius * OFF);
    centre.toArray(this.places, first * 3);
    for (let i = 0; i < RADII.length; i++) this.circle(first + 1 + CIRCLE * i, centre, radius * RADII[i]);
    for (let i = 0; i < CIRCLE * 2; i++) {
      const filled = (i % CIRCLE) / STEPS <= progress;
      this.shares[(first + 1 + CIRCLE * 3 + i) * 4 + 3] = progress === 0 ? 0 : filled ? 0.95 : 0.2;
    }
  }

  /** From the top, clockwise. */
  private circle(first: number, at: Vector3, radius: number): void {
    const { point, aside, up, places } = this;
    for (let i = 0; i <= STEPS; i++) {
      const angle = (i / STEPS) * 2 * Math.PI;
      point.copy(at).addScaledVector(aside, Math.sin(angle) * radius).addScaledVector(up, Math.cos(angle) * radius);
      point.toArray(places, (first + i) * 3);
    }
  }

  private colour(first: number): void {
    const set = (at: number, colour: readonly number[], share: number): void => this.shares.set([...colour, share], at * 4);
    for (let i = 0; i < BEAM_POINTS; i++) {
      const [, colour] = ACROSS[i % ACROSS.length];
      set(first + i, colour, STATIONS[Math.floor(i / ACROSS.length)][1] * (colour === DARK ? EDGE : 1));
    }
    set(first + BEAM_POINTS, WHITE, 1);
    const circles = first + BEAM_POINTS + 1;
    for (let i = 0; i < CIRCLE; i++) {
      set(circles + i, WHITE, 1);
      set(circles + CIRCLE + i, DARK, 0.9);
      set(circles + CIRCLE * 2 + i, DARK, 0.9);
      set(circles + CIRCLE * 3 + i, TEAL, 0);
      set(circles + CIRCLE * 4 + i, TEAL, 0);
    }
  }
}

function indices(rays: number): number[] {
  const made: number[] = [];
  const band = (a: number, b: number): void => {
    for (let i = 0; i < STEPS; i++) made.push(a + i, b + i, b + i + 1, a + i, b + i + 1, a + i + 1);
  };
  for (let ray = 0; ray < rays; ray++) {
    const first = ray * POINTS;
    for (let i = 0; i + 1 < STATIONS.length; i++)
      for (let k = 0; k < ACROSS.length; k += 2) {
        const at = first + i * ACROSS.length + k;
        const next = at + ACROSS.length;
        made.push(at, at + 1, next + 1, at, next + 1, next);
      }
    const middle = first + BEAM_POINTS;
    for (let i = 0; i < STEPS; i++) made.push(middle, middle + 1 + i, middle + 2 + i);
    band(middle + 1 + CIRCLE, middle + 1 + CIRCLE * 2);
    band(middle + 1 + CIRCLE * 3, middle + 1 + CIRCLE * 4);
  }
  return made;
}
