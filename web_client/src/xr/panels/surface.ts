// A flat piece of the room that shows a canvas: as large as its element is on the page, seen from a place's distance.
import {
  AlwaysDepth,
  CanvasTexture,
  LessEqualDepth,
  LinearFilter,
  LinearMipmapLinearFilter,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  type Ray,
  SRGBColorSpace,
  Vector2,
  Vector3,
} from 'three';
import { Brush } from './brush';
import { PANEL_ORDER } from './order';

/** Canvas pixels a pixel of the page: letters are sharp from close by. */
export const SCALE = 2;
/** At one metre: 16 pixels, the least of running text, are 24 mm high. */
const METRES_A_PIXEL = 0.0015;
const ANISOTROPY = 8;

export class Surface {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  private brush = new Brush();
  /** In another size than what is shown; painted in the course of some frames. */
  private next: Brush | null = null;
  private readonly texture: CanvasTexture<HTMLCanvasElement>;
  private readonly size = { value: new Vector2(1, 1) };
  private readonly round = { value: 0 };
  private readonly local = new Vector3();
  private readonly way = new Vector3();
  private distance = 1;
  private hides = 0;

  constructor() {
    this.texture = new CanvasTexture(this.brush.pen.canvas);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.magFilter = LinearFilter;
    this.texture.minFilter = LinearMipmapLinearFilter;
    this.texture.anisotropy = ANISOTROPY;
    this.mesh = new Mesh(new PlaneGeometry(1, 1), this.material());
    this.mesh.renderOrder = PANEL_ORDER;
    this.mesh.visible = false;
  }

  /** Pixels of the page. */
  get width(): number {
    return this.size.value.x;
  }

  get height(): number {
    return this.size.value.y;
  }

  /** Metres. */
  get breadth(): number {
    return this.width * METRES_A_PIXEL * this.distance;
  }

  get tallness(): number {
    return this.height * METRES_A_PIXEL * this.distance;
  }

  /** As large as it has to be to be read from so far. */
  seenFrom(distance: number): void {
    this.distance = distance;
    this.mesh.scale.set(this.breadth, this.tallness, 1);
  }

  /** What to paint with, for a panel of so many pixels of the page. */
  begin(width: number, height: number): Brush {
    const { canvas } = this.brush.pen;
    if (canvas.width === width * SCALE && canvas.height === height * SCALE) {
      this.next?.free();
      this.next = null;
      return this.brush;
    }
    if (this.next?.pen.canvas.width !== width * SCALE || this.next.pen.canvas.height !== height * SCALE)
      this.next = new Brush(width * SCALE, height * SCALE);
    return this.next;
  }

  /** What was painted is brought to the graphics card with the next picture. `corner`: pixels of the page. */
  finish(width: number, height: number, corner: number): void {
    this.round.value = corner;
    this.size.value.set(width, height);
    if (this.next) {
      this.brush.free();
      this.brush = this.next;
      this.next = null;
      this.texture.image = this.brush.pen.canvas;
      this.texture.dispose(); // made anew in the other size
    }
    this.seenFrom(this.distance);
    this.texture.needsUpdate = true;
  }

  /** Something of the room stands before this `place` of it. */
  hidden(place: number, on: boolean): void {
    this.hides = on ? this.hides | (1 << place) : this.hides & ~(1 << place);
  }

  /** A hand is before it: its depth counts, unless the room would hide it; else it is drawn over everything. */
  handBefore(on: boolean): void {
    this.mesh.material.depthFunc = on && this.hides === 0 ? LessEqualDepth : AlwaysDepth;
  }

  /** Whether `eye` sees what is at `hand` before it, or so far beside it in metres. */
  behind(hand: Vector3, eye: Vector3, beside: number): boolean {
    const near = this.mesh.worldToLocal(this.local.copy(hand));
    const from = this.mesh.worldToLocal(this.way.copy(eye));
    if (near.z < -beside || near.z >= from.z) return false;
    const share = from.z / (from.z - Math.max(0, near.z));
    const x = Math.abs(from.x + (near.x - from.x) * share) - 0.5;
    const y = Math.abs(from.y + (near.y - from.y) * share) - 0.5;
    return x * this.breadth < beside && y * this.tallness < beside;
  }

  /** Metres along the ray to its front; Infinity beside it. Writes the place in the room into `at`. */
  reach(ray: Ray, at: Vector3): number {
    const from = this.mesh.worldToLocal(this.local.copy(ray.origin));
    const way = this.way.copy(ray.origin).add(ray.direction);
    this.mesh.worldToLocal(way).sub(from);
    if (from.z <= 0 || way.z >= 0) return Infinity;
    const metres = -from.z / way.z;
    const x = from.x + way.x * metres;
    const y = from.y + way.y * metres;
    if (Math.abs(x) > 0.5 || Math.abs(y) > 0.5) return Infinity;
    at.copy(ray.origin).addScaledVector(ray.direction, metres);
    return metres;
  }

  /** Signed metres before the front; Infinity beside it. */
  before(tip: Vector3): number {
    const { x, y, z } = this.mesh.worldToLocal(this.local.copy(tip));
    return Math.abs(x) <= 0.5 && Math.abs(y) <= 0.5 ? z : Infinity; // across, its scale is 1
  }

  /** Pixels from the upper left. */
  pixel(at: Vector3, out: Vector2): Vector2 {
    const { x, y } = this.mesh.worldToLocal(this.local.copy(at));
    return out.set((x + 0.5) * this.width, (0.5 - y) * this.height);
  }

  /** Of a place in pixels from the upper left. */
  point(x: number, y: number, out: Vector3): Vector3 {
    return this.mesh.localToWorld(out.set(x / this.width - 0.5, 0.5 - y / this.height, 0));
  }

  dispose(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.texture.dispose();
    this.brush.free();
    this.next?.free();
  }

  /** Its corners are cut round here, smooth from every distance. */
  private material(): MeshBasicMaterial {
    const material = new MeshBasicMaterial({ map: this.texture, transparent: true, toneMapped: false, alphaTest: 0.01 });
    material.onBeforeCompile = (shader) => {
      Object.assign(shader.uniforms, { size: this.size, round: this.round });
      shader.fragmentShader = `uniform vec2 size;\nuniform float round;\n${shader.fragmentShader}`.replace(
        '#include <map_fragment>',
        `#include <map_fragment>
        vec2 beyond = abs((vMapUv - 0.5) * size) - 0.5 * size + round;
        float edge = length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - round;
        diffuseColor.a *= clamp(0.5 - edge / max(fwidth(edge), 1e-4), 0.0, 1.0);`,
      );
    };
    material.customProgramCacheKey = () => 'panel';
    return material;
  }
}
