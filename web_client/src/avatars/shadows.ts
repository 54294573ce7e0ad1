// A soft dark spot under everybody's feet, which ties them to the baked floor: one draw call for all.
import {
  CanvasTexture,
  DynamicDrawUsage,
  Group,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  PlaneGeometry,
} from 'three';

const FIRST = 32;
const matrix = new Matrix4();

export class Shadows {
  readonly group = new Group();
  private mesh: InstancedMesh;
  private count = 0;
  private readonly geometry = new PlaneGeometry(0.95, 0.86).rotateX(-Math.PI / 2);
  private readonly material = spot();

  constructor() {
    this.mesh = this.make(FIRST);
  }

  begin(): void {
    this.count = 0;
  }

  add(x: number, y: number, z: number, size: number): void {
    if (this.count === this.mesh.instanceMatrix.count) this.grow();
    matrix.makeScale(size, 1, size).setPosition(x, y + 0.012, z);
    matrix.toArray(this.mesh.instanceMatrix.array, this.count++ * 16);
  }

  end(): void {
    const { mesh } = this;
    mesh.count = this.count;
    mesh.visible = this.count > 0;
    mesh.instanceMatrix.needsUpdate = true;
  }

  dispose(): void {
    this.mesh.dispose();
    this.geometry.dispose();
    this.material.map?.dispose();
    this.material.dispose();
  }

  private grow(): void {
    const old = this.mesh;
    this.mesh = this.make(old.instanceMatrix.count * 2);
    this.mesh.instanceMatrix.array.set(old.instanceMatrix.array);
    this.group.remove(old);
    old.dispose();
  }

  private make(capacity: number): InstancedMesh {
    const mesh = new InstancedMesh(this.geometry, this.material, capacity);
    mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    mesh.frustumCulled = false;
    mesh.matrixAutoUpdate = false;
    mesh.renderOrder = 1;
    mesh.visible = false;
    this.group.add(mesh);
    return mesh;
  }
}

function spot(): MeshBasicMaterial {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext('2d')!;
  const soft = pen.createRadialGradient(32, 32, 2, 32, 32, 32);
  soft.addColorStop(0, 'rgba(38,31,24,0.5)');
  soft.addColorStop(0.35, 'rgba(38,31,24,0.27)');
  soft.addColorStop(1, 'rgba(38,31,24,0)');
  pen.fillStyle = soft;
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
