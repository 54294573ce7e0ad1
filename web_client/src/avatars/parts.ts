// The figures' parts as instanced meshes: a handful of draw calls, however many people are here.
import {
  type BufferGeometry,
  CanvasTexture,
  type Color,
  DynamicDrawUsage,
  Group,
  InstancedMesh,
  type Material,
  type Matrix4,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshStandardMaterial,
  PlaneGeometry,
} from 'three';
import type { Quality } from '../scene/quality';
import { arm, hair, hand, head, leg, torso } from './geometry';
import { HAIR_STYLES } from './palette';

/** An instanced mesh that grows, filled anew in every frame. */
export class Part {
  mesh: InstancedMesh;
  private count = 0;

  constructor(
    private readonly group: Group,
    private readonly geometry: BufferGeometry,
    private readonly material: Material,
    private readonly coloured: boolean,
  ) {
    this.mesh = this.make(32);
  }

  begin(): void {
    this.count = 0;
  }

  add(matrix: Matrix4, color: Color | null): void {
    if (this.count === this.mesh.instanceMatrix.count) this.grow();
    matrix.toArray(this.mesh.instanceMatrix.array, this.count * 16);
    if (color) color.toArray(this.mesh.instanceColor!.array, this.count * 3);
    this.count++;
  }

  end(): void {
    this.mesh.count = this.count;
    this.mesh.visible = this.count > 0;
    this.mesh.instanceMatrix.clearUpdateRanges();
    this.mesh.instanceMatrix.addUpdateRange(0, this.count * 16);
    this.mesh.instanceMatrix.needsUpdate = true;
    if (this.mesh.instanceColor) this.mesh.instanceColor.needsUpdate = true;
  }

  private grow(): void {
    const old = this.mesh;
    this.mesh = this.make(old.instanceMatrix.count * 2);
    this.mesh.instanceMatrix.array.set(old.instanceMatrix.array);
    if (old.instanceColor) this.mesh.instanceColor!.array.set(old.instanceColor.array);
    this.group.remove(old);
    old.dispose();
  }

  private make(capacity: number): InstancedMesh {
    const mesh = new InstancedMesh(this.geometry, this.material, capacity);
    mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    if (this.coloured) mesh.setColorAt(capacity - 1, WHITE);
    mesh.frustumCulled = false; // figures are culled one by one
    mesh.matrixAutoUpdate = false;
    mesh.count = 0;
    mesh.visible = false;
    this.group.add(mesh);
    return mesh;
  }
}

const WHITE = { toArray: (array: number[], at: number) => array.fill(1, at, at + 3) } as unknown as Color;

export interface Parts {
  readonly group: Group;
  readonly all: readonly Part[];
  readonly torso: Part;
  readonly head: Part;
  readonly hair: readonly Part[];
  readonly arm: Part;
  readonly hand: Part;
  readonly leg: Part;
  readonly shadow: Part;
}

function surface(quality: Quality, roughness: number): Material {
  return quality === 'low'
    ? new MeshLambertMaterial({ vertexColors: true })
    : new MeshStandardMaterial({ vertexColors: true, roughness, metalness: 0 });
}

export function makeParts(quality: Quality): Parts {
  const group = new Group();
  const n = quality === 'low' ? 12 : 20;
  const limb = quality === 'low' ? 7 : 12;
  const cloth = surface(quality, 0.82);
  const skin = surface(quality, 0.62);
  const part = (geometry: BufferGeometry, material: Material): Part => new Part(group, geometry, material, true);
  const parts = {
    group,
    torso: part(torso(n), cloth),
    head: part(head(n), skin),
    hair: Array.from({ length: HAIR_STYLES }, (_, style) => part(hair(style, n), cloth)),
    arm: part(arm(limb), cloth),
    hand: part(hand(limb + 2), skin),
    leg: part(leg(limb), cloth),
    shadow: new Part(group, shadowGeometry(), shadowMaterial(), false),
  };
  parts.shadow.mesh.renderOrder = 1;
  const { torso: t, head: h, hair: hs, arm: a, hand: d, leg: l, shadow: s } = parts;
  return { ...parts, all: [t, h, ...hs, a, d, l, s] };
}

function shadowGeometry(): BufferGeometry {
  return new PlaneGeometry(0.95, 0.86).rotateX(-Math.PI / 2);
}

/** A soft dark spot under the feet, which ties a figure to the baked floor. */
function shadowMaterial(): Material {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext('2d')!;
  const spot = pen.createRadialGradient(32, 32, 2, 32, 32, 32);
  spot.addColorStop(0, 'rgba(38,31,24,0.5)');
  spot.addColorStop(0.35, 'rgba(38,31,24,0.27)');
  spot.addColorStop(1, 'rgba(38,31,24,0)');
  pen.fillStyle = spot;
  pen.fillRect(0, 0, 64, 64);
  return new MeshBasicMaterial({
    map: new CanvasTexture(canvas),
    transparent: true,
    depthWrite: false,
    toneMapped: false,
    polygonOffset: true,
    polygonOffsetFactor: -2,
  });
}
