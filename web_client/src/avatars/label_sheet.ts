// Words in the room: one canvas cut into cells, one instanced draw; each cell is painted anew only when its words change.
import {
  CanvasTexture,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedMesh,
  LinearFilter,
  LinearMipmapLinearFilter,
  Matrix4,
  MeshBasicMaterial,
  PlaneGeometry,
  type Quaternion,
  SRGBColorSpace,
  Vector3,
} from 'three';

export const FONT_FAMILY = '"Noto Sans SC Variable", "Noto Sans SC", sans-serif';
const PIXELS_A_METRE = 320; // at the distance from which labels are as large as they were painted
const FULL_M = 3.8;
const SMALLEST = 0.38;
const LARGEST = 2.4;

/** Labels read alike from 1.5 to 9 metres: what is nearer is made smaller in the room, what is farther larger. */
export function metresAPixel(distance: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, distance / FULL_M)) / PIXELS_A_METRE;
}

export class LabelSheet {
  readonly mesh: InstancedMesh;
  readonly pen: CanvasRenderingContext2D;
  private readonly canvas = document.createElement('canvas');
  private readonly texture: CanvasTexture;
  private readonly share: InstancedBufferAttribute;
  private readonly corner: InstancedBufferAttribute;
  private readonly matrix = new Matrix4();
  private readonly scale = new Vector3();

  /** `columns` by `rows` cells of `width` by `height` pixels; `labels` of them are to be seen at most, usually each once. */
  constructor(
    private readonly columns: number,
    private readonly rows: number,
    readonly width: number,
    readonly height: number,
    order: number,
    labels = columns * rows,
  ) {
    this.canvas.width = width * columns;
    this.canvas.height = height * rows;
    this.pen = this.canvas.getContext('2d')!;
    this.texture = new CanvasTexture(this.canvas);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.magFilter = LinearFilter;
    this.texture.minFilter = LinearMipmapLinearFilter;
    this.texture.anisotropy = 4;
    this.share = new InstancedBufferAttribute(new Float32Array(labels), 1).setUsage(DynamicDrawUsage);
    this.corner = new InstancedBufferAttribute(new Float32Array(labels * 2), 2);
    for (let label = 0; label < labels; label++) this.take(label, label);
    this.mesh = new InstancedMesh(quad(this.corner, this.share), sheetMaterial(this.texture, columns, rows), labels);
    this.mesh.frustumCulled = false;
    this.mesh.matrixAutoUpdate = false;
    this.mesh.renderOrder = order;
    this.mesh.visible = false;
  }

  /** The label shows this cell from now on. */
  take(label: number, cell: number): void {
    const { columns, rows } = this;
    this.corner.setXY(label, (cell % columns) / columns, 1 - (Math.floor(cell / columns) + 1) / rows);
    this.corner.needsUpdate = true;
  }

  x(cell: number): number {
    return (cell % this.columns) * this.width;
  }

  y(cell: number): number {
    return Math.floor(cell / this.columns) * this.height;
  }

  /** Cleared, and to be sent to the graphics card again. */
  wipe(cell: number): void {
    this.pen.globalAlpha = 1;
    this.pen.clearRect(this.x(cell), this.y(cell), this.width, this.height);
    this.texture.needsUpdate = true;
  }

  /** Puts the cell's middle at `place`; `pixel` is the size of one of its pixels in metres, `share` how much it shows. */
  put(cell: number, place: Vector3, turn: Quaternion, pixel: number, share: number): void {
    this.scale.set(this.width * pixel, this.height * pixel, 1);
    this.mesh.setMatrixAt(cell, this.matrix.compose(place, turn, this.scale));
    this.share.setX(cell, share);
  }

  hide(cell: number): void {
    this.mesh.setMatrixAt(cell, this.matrix.makeScale(0, 0, 0));
    this.share.setX(cell, 0);
  }

  /** After all cells were put or hidden; with none to see nothing is drawn. */
  done(any: boolean): void {
    this.mesh.visible = any;
    if (!any) return;
    this.mesh.instanceMatrix.needsUpdate = true;
    this.share.needsUpdate = true;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    (this.mesh.material as MeshBasicMaterial).dispose();
    this.mesh.dispose();
    this.texture.dispose();
  }
}

function quad(corner: InstancedBufferAttribute, share: InstancedBufferAttribute): PlaneGeometry {
  const geometry = new PlaneGeometry(1, 1);
  geometry.setAttribute('cellCorner', corner);
  geometry.setAttribute('cellShare', share);
  return geometry;
}

function sheetMaterial(map: CanvasTexture, columns: number, rows: number): MeshBasicMaterial {
  const material = new MeshBasicMaterial({ map, transparent: true, depthWrite: false, toneMapped: false });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = `attribute vec2 cellCorner;\nattribute float cellShare;\nvarying float vShare;\n${shader.vertexShader}`.replace(
      '#include <uv_vertex>',
      `#include <uv_vertex>\nvMapUv = cellCorner + uv * vec2(${(1 / columns).toFixed(6)}, ${(1 / rows).toFixed(6)});\nvShare = cellShare;`,
    );
    shader.fragmentShader = `varying float vShare;\n${shader.fragmentShader}`.replace(
      '#include <map_fragment>',
      '#include <map_fragment>\ndiffuseColor.a *= vShare;',
    );
  };
  material.customProgramCacheKey = () => `labels ${columns} ${rows}`; // the figures are in the program's text
  return material;
}
