// A calm ring on the floor where one walks to by oneself: it opens, waits, and fades when one is there.
import { DoubleSide, Group, Mesh, MeshBasicMaterial, RingGeometry, type Vector3 } from 'three';

const OVER_FLOOR_M = 0.015;
const OPENS_PER_S = 9;
const FADES_PER_S = 3.5;
const FROM_SCALE = 0.55;

interface Part {
  readonly inner: number;
  readonly outer: number;
  readonly colour: number;
  readonly opacity: number;
}

/** A light band inside a dark one is seen on every floor. */
const PARTS: readonly Part[] = [
  { inner: 0.2, outer: 0.235, colour: 0x0b6b75, opacity: 0.95 },
  { inner: 0.235, outer: 0.262, colour: 0xffffff, opacity: 0.9 },
  { inner: 0, outer: 0.055, colour: 0x0b6b75, opacity: 0.6 },
];

export class TargetRing {
  readonly group = new Group();
  private readonly materials: MeshBasicMaterial[] = [];
  private opened = 0;
  private share = 0;

  constructor() {
    for (const { inner, outer, colour } of PARTS) {
      const material = new MeshBasicMaterial({ color: colour, transparent: true, depthWrite: false, side: DoubleSide, toneMapped: false });
      this.materials.push(material);
      this.group.add(new Mesh(new RingGeometry(inner, outer, 48).rotateX(-Math.PI / 2), material));
    }
    this.group.visible = false;
  }

  /** Moves on by `seconds`: it is at `target`, or fades where it was when there is none. `still`: it neither opens nor fades. */
  step(target: Vector3 | null, seconds: number, still: boolean): void {
    const { position } = this.group;
    if (target && (target.x !== position.x || target.z !== position.z || this.share === 0)) {
      position.set(target.x, target.y + OVER_FLOOR_M, target.z);
      this.opened = still ? 1 : 0;
      this.share = 1;
    }
    if (!target) this.share = still ? 0 : Math.max(0, this.share - FADES_PER_S * seconds);
    this.opened += (1 - this.opened) * (1 - Math.exp(-OPENS_PER_S * seconds));
    this.group.visible = this.share > 0;
    this.group.scale.setScalar(FROM_SCALE + (1 - FROM_SCALE) * this.opened);
    for (let i = 0; i < PARTS.length; i++) this.materials[i].opacity = PARTS[i].opacity * this.share * this.opened;
  }
}
