// Names over the nearest members: one canvas as an atlas, one draw call, redrawn only when a plate gets another owner.
import {
  CanvasTexture,
  InstancedBufferAttribute,
  InstancedMesh,
  LinearFilter,
  Matrix4,
  MeshBasicMaterial,
  type PerspectiveCamera,
  PlaneGeometry,
  Quaternion,
  SRGBColorSpace,
  Vector3,
} from 'three';
import { Field } from '../replica/tracks';
import type { Figure } from './figure';

export const PLATES = 24;
const COLUMNS = 2;
const ROWS = PLATES / COLUMNS;
const WIDTH = 384; // pixels of a plate
const HEIGHT = 64;
const PLATE_M = 0.2; // height in the room at 4.5 m; nearer ones are smaller, so that all read alike
const FARTHEST_M = 30;
const RESORT_S = 0.4;
const FONT = '600 30px "Noto Sans SC Variable", "Noto Sans SC", sans-serif';

export interface PlateOwner {
  readonly name: string;
  readonly accent: boolean;
  readonly away: boolean;
}

export class Nameplates {
  readonly mesh: InstancedMesh;
  private readonly canvas = document.createElement('canvas');
  private readonly pen: CanvasRenderingContext2D;
  private readonly texture: CanvasTexture;
  private readonly owners: (Figure | null)[] = Array.from({ length: PLATES }, () => null);
  private readonly texts: string[] = Array.from({ length: PLATES }, () => '');
  private readonly sorted: Figure[] = [];
  private readonly matrix = new Matrix4();
  private readonly turn = new Quaternion();
  private readonly place = new Vector3();
  private readonly scale = new Vector3();
  private sinceSort = RESORT_S;

  constructor(private readonly ownerOf: (slot: number) => PlateOwner | null) {
    this.canvas.width = WIDTH * COLUMNS;
    this.canvas.height = HEIGHT * ROWS;
    this.pen = this.canvas.getContext('2d')!;
    this.texture = new CanvasTexture(this.canvas);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.minFilter = LinearFilter;
    this.texture.generateMipmaps = false;
    this.mesh = new InstancedMesh(plateGeometry(), plateMaterial(this.texture), PLATES);
    this.mesh.frustumCulled = false;
    this.mesh.matrixAutoUpdate = false;
    this.mesh.renderOrder = 10;
    this.mesh.count = 0;
  }

  /** A name has changed, or somebody has another figure: look again who is near. */
  refresh(): void {
    this.sinceSort = RESORT_S;
  }

  /** The plates' letters may have come late: draw all of them again. */
  redraw(): void {
    this.texts.fill('');
    this.refresh();
  }

  draw(figures: readonly Figure[], camera: PerspectiveCamera, seconds: number): void {
    this.sinceSort += seconds;
    if (this.sinceSort >= RESORT_S) this.assign(figures);
    this.turn.setFromRotationMatrix(camera.matrixWorld);
    for (let plate = 0; plate < PLATES; plate++) {
      const figure = this.owners[plate];
      if (!figure?.shown) this.matrix.makeScale(0, 0, 0);
      else this.pose(figure);
      this.mesh.setMatrixAt(plate, this.matrix);
    }
    this.mesh.count = PLATES;
    this.mesh.instanceMatrix.needsUpdate = true;
  }

  private pose(figure: Figure): void {
    const grow = Math.min(3, Math.max(0.38, figure.distance / 4.5));
    this.place.set(figure.pose[Field.x], figure.top + 0.08 + PLATE_M * grow * 0.6, figure.pose[Field.z]);
    this.scale.set((PLATE_M * grow * WIDTH) / HEIGHT, PLATE_M * grow, 1);
    this.matrix.compose(this.place, this.turn, this.scale);
  }

  /** The nearest get a plate; who had one keeps it, so that little is drawn anew. */
  private assign(figures: readonly Figure[]): void {
    this.sinceSort = 0;
    this.sorted.length = 0;
    for (const figure of figures)
      if (figure.shown && figure.distance < FARTHEST_M) this.sorted.push(figure);
    this.sorted.sort(byDistance);
    if (this.sorted.length > PLATES) this.sorted.length = PLATES;
    for (let plate = 0; plate < PLATES; plate++) {
      const owner = this.owners[plate];
      if (owner && !this.sorted.includes(owner)) this.owners[plate] = null;
    }
    for (const figure of this.sorted)
      if (!this.owners.includes(figure)) this.owners[this.owners.indexOf(null)] = figure;
    for (let plate = 0; plate < PLATES; plate++) this.letter(plate);
  }

  private letter(plate: number): void {
    const figure = this.owners[plate];
    const owner = figure && this.ownerOf(figure.slot);
    if (!owner) return;
    const text = `${owner.name}|${owner.accent}|${owner.away}`;
    if (text === this.texts[plate]) return;
    this.texts[plate] = text;
    this.paint(plate, owner);
    this.texture.needsUpdate = true;
    // The font has a file for each range of letters; a missing one is fetched, then the plate drawn again.
    if (!document.fonts.check(FONT, owner.name))
      void document.fonts.load(FONT, owner.name).then(() => this.redraw());
  }

  private paint(plate: number, owner: PlateOwner): void {
    const { pen } = this;
    const x = (plate % COLUMNS) * WIDTH;
    const y = Math.floor(plate / COLUMNS) * HEIGHT;
    pen.clearRect(x, y, WIDTH, HEIGHT);
    pen.font = FONT;
    const room = WIDTH - 48;
    const width = Math.min(room, pen.measureText(owner.name).width);
    const left = x + (WIDTH - width) / 2;
    pen.globalAlpha = owner.away ? 0.6 : 1;
    pen.fillStyle = owner.accent ? '#0b6b75' : 'rgba(255,255,255,0.94)';
    pen.beginPath();
    pen.roundRect(left - 20, y + 6, width + 40, HEIGHT - 12, 26);
    pen.fill();
    pen.fillStyle = owner.accent ? '#ffffff' : '#16262c';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(owner.name, x + WIDTH / 2, y + HEIGHT / 2 + 1, room);
    pen.globalAlpha = 1;
  }
}

const byDistance = (a: Figure, b: Figure): number => a.distance - b.distance;

function plateGeometry(): PlaneGeometry {
  const geometry = new PlaneGeometry(1, 1);
  const corner = new Float32Array(PLATES * 2);
  for (let plate = 0; plate < PLATES; plate++) {
    corner[plate * 2] = (plate % COLUMNS) / COLUMNS;
    corner[plate * 2 + 1] = 1 - (Math.floor(plate / COLUMNS) + 1) / ROWS;
  }
  geometry.setAttribute('plateCorner', new InstancedBufferAttribute(corner, 2));
  return geometry;
}

function plateMaterial(map: CanvasTexture): MeshBasicMaterial {
  const material = new MeshBasicMaterial({ map, transparent: true, depthWrite: false, toneMapped: false });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = `attribute vec2 plateCorner;\n${shader.vertexShader}`.replace(
      '#include <uv_vertex>',
      `#include <uv_vertex>\nvMapUv = plateCorner + uv * vec2(${(1 / COLUMNS).toFixed(6)}, ${(1 / ROWS).toFixed(6)});`,
    );
  };
  return material;
}
