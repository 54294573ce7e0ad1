// The renderer, the camera on its rig, lamps for what is not baked, and the size of the picture.
import {
  Box3,
  Color,
  DirectionalLight,
  DoubleSide,
  Group,
  HemisphereLight,
  type Material,
  NeutralToneMapping,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
  type WebGLRenderTarget,
} from 'three';
import { bytesOf, discard, texturesOf } from './discard';
import type { LoadedScene } from './loader';
import { ProbeSpot } from './probes';
import type { Quality } from './quality';
import { captureReflections, type Fineness } from './reflections';
import type { Variant } from './variant';

const BACKGROUND = 0xdfeaf2;
/** Colours stay as they were chosen, a brand's above all: AgX lays a grey veil on white walls, ACES bleaches a sunlit floor. */
const TONE = NeutralToneMapping;
const EXPOSURE = 1;
const FINENESS: Record<Variant, Fineness> = { full: { size: 256, bounces: 2 }, light: { size: 128, bounces: 1 } };
/** For a scene without a probe of its own. */
const MIDDLE = new Vector3(0, 1.7, 0);
const HALF_FLOAT_PIXEL = 8;
const BLURRED = 0.6; // pixels a side, where all of them are too many

/** What a room takes on the graphics card now. */
export interface Memory {
  readonly geometries: number;
  readonly textures: number;
  /** Of the room's pictures and reflections, with mip levels. */
  readonly textureBytes: number;
}

/** How a picture came about. */
export interface Drawing {
  /** How many lists of what is in view have been made since the page came: one a picture, for both eyes of a headset. */
  readonly lists: number;
  /** The draw calls that the last of them takes, for each eye. */
  readonly calls: number;
}

export class Stage {
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  /** Where the person stands; the camera (or the headset) moves within. */
  readonly rig = new Group();
  readonly camera = new PerspectiveCamera(62, 1, 0.05, 150);
  private room: Group | null = null;
  private loaded: LoadedScene | null = null;
  private sharp = true;
  private hidden = false;
  private reflections: readonly WebGLRenderTarget[] = [];

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly quality: Quality,
  ) {
    this.renderer = new WebGLRenderer({
      canvas,
      antialias: quality === 'high',
      powerPreference: 'high-performance',
    });
    this.renderer.toneMapping = TONE;
    this.renderer.toneMappingExposure = EXPOSURE;
    this.renderer.xr.enabled = true;
    this.renderer.info.autoReset = true;
    this.scene.background = new Color(BACKGROUND);
    this.camera.rotation.order = 'YXZ';
    this.rig.add(this.camera);
    this.scene.add(this.rig);
    this.addLamps();
    this.resize();
  }

  /**
   * Puts the room in place of the one before and, at high quality, takes the pictures that its reflections come from.
   * Then all of it is on the graphics card: also what one does not look at yet.
   */
  show(loaded: LoadedScene): void {
    this.clear();
    this.room = loaded.root;
    this.loaded = loaded;
    this.scene.add(loaded.root);
    for (const texture of texturesOf(loaded.root)) this.renderer.initTexture(texture);
    this.reflect(loaded);
    loaded.root.visible = !this.hidden;
  }

  /** Whether room and exhibits are drawn at all, also the next room's. */
  hideRoom(on: boolean): void {
    this.hidden = on;
    if (this.room) this.room.visible = !on;
  }

  private reflect(loaded: LoadedScene): void {
    if (this.quality === 'low') return;
    // The first also lights people and exhibits; of the others those count that something reflects.
    const used = loaded.probes.filter(({ users }, i) => i === 0 || users.size > 0);
    const probes = used.length > 0 ? used : [new ProbeSpot('', MIDDLE, new Box3())];
    this.reflections = captureReflections(this.renderer, this.scene, probes, FINENESS[loaded.variant]);
  }

  get drawing(): Drawing {
    const { opaque, transmissive, transparent } = this.renderer.renderLists.get(this.scene, 0);
    let calls = 0;
    for (const { material } of [...opaque, ...transmissive, ...transparent]) calls += isDrawnTwice(material) ? 2 : 1;
    return { lists: this.renderer.info.render.frame, calls };
  }

  get memory(): Memory {
    const { geometries, textures } = this.renderer.info.memory;
    const reflected = new Set(this.reflections.map(({ texture }) => texture));
    let textureBytes = 0;
    for (const { width } of this.reflections) textureBytes += Math.ceil((6 * width * width * HALF_FLOAT_PIXEL * 4) / 3);
    for (const texture of this.room ? texturesOf(this.room) : [])
      if (!reflected.has(texture)) textureBytes += bytesOf(texture);
    return { geometries, textures, textureBytes };
  }

  /**
   * Tells when the graphics card has let go of the picture, and when it is back: three then hands over all that it
   * knows of, and the reflections are pictured anew, since they were on the card alone.
   */
  watchContext(changed: (lost: boolean) => void): void {
    this.canvas.addEventListener('webglcontextlost', () => changed(true));
    this.canvas.addEventListener('webglcontextrestored', () => {
      for (const target of this.reflections) target.dispose();
      if (this.loaded) this.reflect(this.loaded);
      changed(false);
    });
  }

  /** Fewer pixels where the device does not keep up with all of them. */
  sharpen(sharp: boolean): void {
    this.sharp = sharp;
    this.resize();
  }

  /** Nothing is shown any more, and the graphics card has nothing of it. */
  clear(): void {
    if (!this.room) return;
    this.scene.remove(this.room);
    discard(this.room);
    this.scene.environment = null;
    for (const target of this.reflections) target.dispose();
    this.room = this.loaded = null;
    this.reflections = [];
  }

  resize(width = innerWidth, height = innerHeight): void {
    if (this.renderer.xr.isPresenting) return;
    const ratio = this.quality === 'low' ? 1 : Math.min(2, devicePixelRatio) * (this.sharp ? 1 : BLURRED);
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height);
    this.camera.aspect = width / height;
    // An upright phone sees at least a comfortable width.
    const widest = 2 * Math.atan(Math.tan((34 * Math.PI) / 180) / this.camera.aspect);
    this.camera.fov = Math.min(78, Math.max(62, (widest * 180) / Math.PI));
    this.camera.updateProjectionMatrix();
  }

  render(): void {
    this.renderer.render(this.scene, this.camera);
  }

  /** Baked materials ignore lamps (see `materials`); these are for people and exhibits. */
  private addLamps(): void {
    const high = this.quality === 'high';
    const sky = new HemisphereLight(0xffffff, 0xcabfae, high ? 0.35 : 2.4);
    const key = new DirectionalLight(0xfff4e6, high ? 1.1 : 1.5);
    key.position.set(-2, 5, 3.5);
    this.scene.add(sky, key);
  }
}

/** three draws the backs of what one looks through first, then the fronts. */
function isDrawnTwice({ transparent, side, forceSinglePass }: Material): boolean {
  return transparent && side === DoubleSide && !forceSinglePass;
}
