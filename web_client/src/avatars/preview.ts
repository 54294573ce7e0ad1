// Oneself as the others will see one: a person on a turntable in a canvas of its own, moved and drawn like those in the room.
import { DirectionalLight, HemisphereLight, NeutralToneMapping, PerspectiveCamera, PMREMGenerator, Scene, WebGLRenderer } from 'three';
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js';
import { Field } from '../replica/tracks';
import type { Quality } from '../scene/quality';
import { Crowd } from './crowd';
import { Figure } from './figure';
import { lookOf, PEOPLE } from './look';
import { AGAIN_MS } from './models';
import { openWardrobe } from './wardrobe';

const FOV = 27;
const AWAY_M = 4.35; // near enough for the finest level also on simple devices
const MIDDLE_M = 0.93;
const TURN_RAD_S = 0.35;
const REST_S = 3; // after a hand has turned it
const LONGEST_STEP_S = 0.1;
const SHORTEST_MS = 28; // thirty pictures a second are enough to look at oneself
const FRONT = Math.PI; // a figure looks along -Z, the camera too
const QUARTER = 0.45;

/** What the chooser asks of the preview. */
export interface FigureView {
  show(avatar: number): void;
  /** Turns the figure by hand. */
  turn(radians: number): void;
  dispose(): void;
}

export interface PreviewSetting {
  readonly quality: Quality;
  /** Stands still until it is turned. */
  readonly still: boolean;
  /** Somebody is there to be seen. */
  shown(): void;
}

class Preview implements FigureView {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FOV, 1, 0.5, 20);
  private readonly crowd: Crowd;
  private figure: Figure | null = null;
  private readonly figures: Figure[] = [];
  private angle = QUARTER;
  private sinceHand = REST_S;
  private last = 0;
  private time = 0;
  private request = 0;
  private told = false;
  private retry = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly setting: PreviewSetting,
  ) {
    const { quality } = setting;
    this.renderer = new WebGLRenderer({ canvas, alpha: true, antialias: quality === 'high' });
    this.renderer.toneMapping = NeutralToneMapping;
    this.crowd = new Crowd(quality, 'full', openWardrobe());
    this.scene.add(this.crowd.group, this.camera);
    this.addLight();
  }

  show(avatar: number): void {
    const look = lookOf(avatar, 'visitor', null);
    if (this.figure?.look.person === look.person) this.figure.tones = this.crowd.tones.row(look.colours);
    else this.stand(new Figure(0, look, false));
    this.wake();
  }

  turn(radians: number): void {
    this.angle += radians;
    this.sinceHand = 0;
    this.wake();
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    clearTimeout(this.retry);
    this.request = -1;
    this.crowd.dispose();
    this.scene.environment?.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  private stand(figure: Figure): void {
    figure.known = true;
    figure.pose[Field.yaw] = FRONT;
    this.figure = figure;
    this.figures[0] = figure;
    this.crowd.cast(this.figures);
  }

  /** Lamps hang on the camera: it is the figure that seems to turn. */
  private addLight(): void {
    const high = this.setting.quality === 'high';
    const key = new DirectionalLight(0xfff4e6, 1.5);
    key.position.set(-1.6, 2.2, 1);
    this.camera.add(key, key.target);
    key.target.position.set(0, 0, -AWAY_M);
    this.scene.add(new HemisphereLight(0xffffff, 0xcabfae, high ? 0.5 : 2.4));
    if (!high) return;
    const generator = new PMREMGenerator(this.renderer);
    this.scene.environment = generator.fromScene(new RoomEnvironment(), 0.04).texture;
    this.scene.environmentIntensity = 0.6;
    generator.dispose();
  }

  private wake(): void {
    clearTimeout(this.retry);
    if (this.request === 0) this.request = requestAnimationFrame(this.draw);
  }

  private readonly draw = (now: number): void => {
    this.request = requestAnimationFrame(this.draw);
    if (now - this.last >= SHORTEST_MS) this.picture(now);
  };

  private picture(now: number): void {
    const seconds = Math.min(LONGEST_STEP_S, Math.max(0, (now - this.last) / 1000));
    this.last = now;
    this.time += seconds;
    this.sinceHand += seconds;
    if (!this.setting.still && this.sinceHand > REST_S) this.angle += TURN_RAD_S * seconds;
    this.place();
    const figure = this.figure!;
    figure.shown = true;
    this.crowd.draw(this.figures, this.camera, false, () => 0, this.time, seconds);
    this.renderer.render(this.scene, this.camera);
    const there = figure.animator !== null && figure.share === 1;
    if (there && !this.told) this.setting.shown();
    this.told ||= there;
    if (this.setting.still) this.rest(there, figure.look.person);
  }

  /** In stillness nothing more is drawn once somebody is there, nor while their model cannot be had. */
  private rest(there: boolean, person: number): void {
    const lacking = !there && this.crowd.lacks(person);
    if (!there && !lacking) return;
    cancelAnimationFrame(this.request);
    this.request = 0;
    if (lacking) this.retry = window.setTimeout(() => this.wake(), AGAIN_MS);
  }

  private place(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = Math.min(2, this.setting.quality === 'low' ? 1 : devicePixelRatio);
    const wide = Math.round(width * ratio);
    const high = Math.round(height * ratio);
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      this.renderer.setSize(wide, high, false);
      this.camera.aspect = wide / Math.max(1, high);
      this.camera.updateProjectionMatrix();
    }
    const tall = PEOPLE[this.figure!.look.person].height;
    this.camera.position.set(-Math.sin(this.angle) * AWAY_M, MIDDLE_M, Math.cos(this.angle) * AWAY_M);
    this.camera.lookAt(0, MIDDLE_M * 0.55 + tall * 0.22, 0);
    this.camera.updateMatrixWorld(true);
  }
}

/** Throws where the browser gives no second view. */
export function openPreview(canvas: HTMLCanvasElement, setting: PreviewSetting): FigureView {
  return new Preview(canvas, setting);
}
