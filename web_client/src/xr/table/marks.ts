// The numbered parts of the thing on the table: small discs before them, which a ray opens.
import { CanvasTexture, Group, type Object3D, type Ray, Raycaster, Sprite, SpriteMaterial, SRGBColorSpace, Vector3 } from 'three';
import { FAMILY } from '../../scene/lettering';
import type { Thing } from './thing';

const SIZE_M = 0.034;
const BEFORE_M = 0.02; // towards the eyes, so that the thing does not cut it
const TOUCH_M = 0.028;
const BEHIND_M = 0.01; // what the thing hides by more is behind it
const LOOK_EVERY_S = 0.2;
const PIXELS = 96;
const ACCENT = '#0b6b75';
const PAPER = '#ffffff';

interface Mark {
  readonly id: string;
  readonly node: Object3D;
  readonly sprite: Sprite;
  readonly plain: CanvasTexture;
  readonly open: CanvasTexture;
}

export class TableMarks {
  readonly group = new Group();
  private readonly all: readonly Mark[];
  private readonly way = new Vector3();
  private readonly sight = new Raycaster();
  private sinceLook = Infinity;

  constructor(private readonly thing: Thing) {
    this.sight.firstHitOnly = true;
    this.all = thing.parts.map(({ id, node }, i) => {
      const plain = disc(String(i + 1), PAPER, ACCENT);
      const sprite = new Sprite(new SpriteMaterial({ map: plain, toneMapped: false }));
      sprite.scale.setScalar(SIZE_M);
      this.group.add(sprite);
      return { id, node, sprite, plain, open: disc(String(i + 1), ACCENT, PAPER) };
    });
  }

  /** In every frame, when the thing has moved. */
  step(eyes: Vector3, open: string | null, seconds: number): void {
    this.sinceLook += seconds;
    const look = this.sinceLook >= LOOK_EVERY_S;
    if (look) this.sinceLook = 0;
    for (const { id, node, sprite, plain, open: opened } of this.all) {
      node.getWorldPosition(sprite.position);
      if (look) sprite.visible = this.sees(eyes, sprite.position);
      sprite.position.addScaledVector(this.way.copy(eyes).sub(sprite.position).normalize(), BEFORE_M);
      sprite.material.map = id === open ? opened : plain;
      sprite.updateMatrixWorld();
    }
  }

  /** The part that the ray meets, the nearest first; null: none. */
  at(ray: Ray): string | null {
    let found: string | null = null;
    let least = Infinity;
    for (const { id, sprite } of this.all) {
      if (!sprite.visible || ray.distanceToPoint(sprite.position) > TOUCH_M) continue;
      const away = ray.origin.distanceTo(sprite.position);
      if (away < least) [found, least] = [id, away];
    }
    return found;
  }

  /** Those that are to be seen, for those who look from outside. */
  get about(): readonly { readonly id: string; readonly at: readonly number[] }[] {
    return this.all.filter(({ sprite }) => sprite.visible).map(({ id, sprite }) => ({ id, at: sprite.position.toArray() }));
  }

  private sees(eyes: Vector3, at: Vector3): boolean {
    this.sight.set(eyes, this.way.copy(at).sub(eyes).normalize());
    this.sight.far = eyes.distanceTo(at) - BEHIND_M;
    return this.sight.intersectObject(this.thing.group).length === 0;
  }

  dispose(): void {
    for (const { sprite, plain, open } of this.all) {
      sprite.material.dispose();
      plain.dispose();
      open.dispose();
    }
  }
}

function disc(text: string, ground: string, ink: string): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = PIXELS;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = ground;
  pen.strokeStyle = ink;
  pen.lineWidth = 6;
  pen.beginPath();
  pen.arc(PIXELS / 2, PIXELS / 2, PIXELS / 2 - 4, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
  pen.fillStyle = ink;
  pen.font = `600 52px ${FAMILY}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, PIXELS / 2, PIXELS / 2 + 3);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  return texture;
}
