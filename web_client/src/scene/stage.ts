// The renderer, the camera on its rig, lamps for what is not baked, and the size of the picture.
import {
  ACESFilmicToneMapping,
  Color,
  DirectionalLight,
  Group,
  HemisphereLight,
  type Material,
  Mesh,
  MeshLambertMaterial,
  MeshStandardMaterial,
  type Object3D,
  PerspectiveCamera,
  Scene,
  Texture,
  Vector3,
  WebGLRenderer,
  type WebGLRenderTarget,
} from 'three';
import { captureReflections } from './reflections';
import type { LoadedScene } from './loader';
import type { Quality } from './quality';

const BACKGROUND = 0xdfeaf2;
const PROBE_AT = new Vector3(0, 1.7, 0);

export class Stage {
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  /** Where the person stands; the camera (or the headset) moves within. */
  readonly rig = new Group();
  readonly camera = new PerspectiveCamera(62, 1, 0.05, 150);
  private room: Group | null = null;
  private reflections: WebGLRenderTarget | null = null;

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly quality: Quality,
  ) {
    this.renderer = new WebGLRenderer({
      canvas,
      antialias: quality === 'high',
      powerPreference: 'high-performance',
    });
    this.renderer.toneMapping = ACESFilmicToneMapping;
    this.renderer.xr.enabled = true;
    this.renderer.info.autoReset = true;
    this.scene.background = new Color(BACKGROUND);
    this.camera.rotation.order = 'YXZ';
    this.rig.add(this.camera);
    this.scene.add(this.rig);
    this.addLamps();
    this.resize();
  }

  /** Puts the room in place of the one before and, at high quality, takes the picture that its reflections come from. */
  show(loaded: LoadedScene): void {
    this.clear();
    this.room = loaded.root;
    this.scene.add(loaded.root);
    if (this.quality === 'low') return;
    this.reflections = captureReflections(this.renderer, this.scene, PROBE_AT);
    this.scene.environment = this.reflections.texture;
  }

  private clear(): void {
    if (!this.room) return;
    this.scene.remove(this.room);
    discard(this.room);
    this.scene.environment = null;
    this.reflections?.dispose();
    this.room = this.reflections = null;
  }

  resize(): void {
    if (this.renderer.xr.isPresenting) return;
    const ratio = this.quality === 'low' ? 1 : Math.min(2, devicePixelRatio);
    const { innerWidth: width, innerHeight: height } = window;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height);
    this.camera.aspect = width / height;
    // An upright phone sees at least a comfortable width.
    const widest = 2 * Math.atan(Math.tan((34 * Math.PI) / 180) / this.camera.aspect);
    this.camera.fov = Math.min(78, Math.max(62, (widest * 180) / Math.PI));
    this.camera.updateProjectionMatrix();
  }

  /** For one's own hands: plain, lit like the figures. */
  plainSkin(): Material {
    const color = 0xe3b08d;
    return this.quality === 'low'
      ? new MeshLambertMaterial({ color, vertexColors: true })
      : new MeshStandardMaterial({ color, vertexColors: true, roughness: 0.6 });
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

/** Gives back what the graphics card keeps of everything below `root`. */
function discard(root: Object3D): void {
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    object.geometry.dispose();
    for (const material of [object.material as Material | Material[]].flat()) {
      for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
      material.dispose();
    }
  });
}
