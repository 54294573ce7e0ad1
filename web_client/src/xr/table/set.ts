// What is drawn over one's own room: the thing, a ring where it would stand, a soft shadow below it, and the same lamps as
// in the branch. Nothing of the branch's room.
import {
  type BufferGeometry,
  CanvasTexture,
  CircleGeometry,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  MeshBasicMaterial,
  RingGeometry,
  Scene,
} from 'three';
import { discard } from '../../scene/discard';
import type { Thing } from './thing';

const RING = { inner: 0.9, outer: 1, least: 0.09 }; // of half of what stands in it
const SHADOW = 1.25;
const SOFT_M = 0.03;
const ACCENT = 0x0b6b75;
const THOUGHT = 0x7a8a8d; // where no surface is known

export class TableSet {
  readonly scene = new Scene();
  private readonly ring = new Mesh(flat(new RingGeometry(RING.inner, RING.outer, 64)), over(ACCENT, 0.9));
  private readonly shadow = new Mesh(flat(new CircleGeometry(1, 32)), over(0xffffff, 1));

  /** `high`: as finely lit as the branch is. */
  constructor(high: boolean) {
    const sky = new HemisphereLight(0xffffff, 0xcabfae, high ? 0.35 : 2.4);
    const key = new DirectionalLight(0xfff4e6, high ? 1.1 : 1.5);
    key.position.set(-2, 5, 3.5);
    this.shadow.material.map = softDisc();
    this.scene.add(sky, key, this.ring, this.shadow);
  }

  /** A ring round what stands there, while it is carried about, and its shadow; `real`: on something that is there. */
  mark({ group: { position: foot }, size, yaw }: Thing, carried: boolean, real: boolean): void {
    const half = Math.max(RING.least, Math.hypot(size.x, size.z) / 2);
    this.ring.visible = carried;
    this.ring.position.copy(foot);
    this.ring.scale.setScalar(half * SHADOW);
    this.ring.material.color.set(real ? ACCENT : THOUGHT);
    this.shadow.visible = !carried || real;
    this.shadow.position.copy(foot);
    this.shadow.rotation.y = yaw;
    this.shadow.scale.set((size.x / 2 + SOFT_M) * SHADOW, 1, (size.z / 2 + SOFT_M) * SHADOW);
  }

  /** Of its own; what was put in belongs to others. */
  dispose(): void {
    for (const one of [this.ring, this.shadow]) discard(one);
  }
}

const flat = <G extends BufferGeometry>(geometry: G): G => geometry.rotateX(-Math.PI / 2).translate(0, 0.002, 0);

function over(color: number, opacity: number): MeshBasicMaterial {
  return new MeshBasicMaterial({ color, opacity, transparent: true, depthWrite: false, toneMapped: false });
}

function softDisc(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext('2d')!;
  const fade = pen.createRadialGradient(32, 32, 8, 32, 32, 32);
  fade.addColorStop(0, 'rgba(10,20,24,0.38)');
  fade.addColorStop(1, 'rgba(10,20,24,0)');
  pen.fillStyle = fade;
  pen.fillRect(0, 0, 64, 64);
  return new CanvasTexture(canvas);
}
