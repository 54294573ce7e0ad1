// A frame in the headset makes no objects, whatever head, hands and sticks do: where one is, what one points at, going
// about, one's own body.
import { ArrayCamera, EventDispatcher, Group, PerspectiveCamera, PlaneGeometry, type Ray, Scene, Vector3, type XRHandSpace } from 'three';
import { expect, it, vi } from 'vitest';
import { madeWhenCompiled, most, sum } from '../avatars/allocation.test_help';
import { Crowd } from '../avatars/crowd';
import { lookOf } from '../avatars/look';
import { bytesOf, shippedClips, withoutPictures } from '../avatars/testing';
import { Floor } from '../interaction/floor';
import { keyboard } from '../interaction/keys.test_help';
import type { Picked } from '../interaction/picking';
import { Walker } from '../interaction/walker';
import type { Stage } from '../scene/stage';
import { OwnBody } from './body/own_body';
import { Head } from './head';
import { Headset } from './headset';
import type { Pointable } from './pointable';

const WARM = 6000; // frames until the engine has compiled what is done once a frame: a minute and a half of them
const FRAMES = 360;
const MOST_OBJECTS = 0.5; // a frame: what is done when something changes, seldom
const FRAME_S = 1 / 72;

/** three's manager of a session, of which a test moves head, grips and buttons. */
class Manager extends EventDispatcher<Record<string, object>> {
  isPresenting = true;
  readonly eyes = new ArrayCamera([new PerspectiveCamera(), new PerspectiveCamera()]);
  readonly pointers = [new Group(), new Group()];
  readonly grips = [new Group(), new Group()];
  readonly bare = [0, 1].map(() => Object.assign(new Group(), { joints: {} }) as unknown as XRHandSpace);
  readonly getController = (i: number): Group => this.pointers[i];
  readonly getControllerGrip = (i: number): Group => this.grips[i];
  readonly getHand = (i: number): XRHandSpace => this.bare[i];
  readonly getCamera = (): ArrayCamera => this.eyes;
  readonly getReferenceSpace = (): null => null;
  readonly setReferenceSpaceType = (): void => undefined;
  readonly setFoveation = (): void => undefined;
  readonly setSession = (): Promise<void> => Promise.resolve();
  readonly head = new PerspectiveCamera();

  constructor(private readonly rig: Group) {
    super();
    rig.add(this.head);
  }

  readonly updateCamera = (): void => {
    this.head.updateMatrix();
    for (const eye of this.eyes.cameras) eye.matrixWorld.multiplyMatrices(this.rig.matrixWorld, this.head.matrix);
    this.eyes.matrixWorld.copy(this.eyes.cameras[0].matrixWorld);
    this.eyes.matrixWorldInverse.copy(this.eyes.matrixWorld).invert();
  };

  connect(axes: number[][]): void {
    (['left', 'right'] as const).forEach((handedness, i) => {
      const buttons = Array.from({ length: 6 }, () => ({ pressed: false, touched: false, value: 0 }));
      const data = { handedness, targetRayMode: 'tracked-pointer', profiles: [], gamepad: { axes: axes[i], buttons } };
      for (const one of [this.pointers[i], this.grips[i], this.bare[i]]) one.dispatchEvent({ type: 'connected', data } as never);
    });
  }
}

/** A panel ahead that is pointed at now and then. */
const panel: Pointable = {
  reach: (ray, at) => {
    if (ray.direction.y < -0.1) return Infinity;
    ray.at(1, at);
    return 1;
  },
  before: () => Infinity,
  over: () => undefined, out: () => undefined, press: () => undefined, drag: () => undefined, release: () => undefined,
};

class Visit {
  readonly rig = new Group();
  readonly xr = new Manager(this.rig);
  readonly crowd: Crowd;
  readonly body: OwnBody;
  readonly headset: Headset;
  readonly axes = [[0, 0, 0, 0], [0, 0, 0, 0]];
  readonly walker = new Walker(keyboard().keys, () => undefined, () => undefined);
  time = 0;

  constructor(clips: Awaited<ReturnType<typeof shippedClips>>, model: ArrayBuffer) {
    const camera = new PerspectiveCamera();
    this.rig.add(camera);
    const stage = { renderer: { xr: this.xr }, rig: this.rig, scene: new Scene(), camera, quality: 'low' } as unknown as Stage;
    this.crowd = new Crowd('low', 'light', { clips: () => Promise.resolve(clips), model: () => Promise.resolve(model) });
    this.body = new OwnBody(this.crowd, this.xr);
    this.body.dress(1, lookOf(2, 'visitor', null));
    const { walker, body } = this;
    const comfort = {
      calm: false, turning: 1, posture: 'standing', travel: 'glide', turn: 'smooth', vignette: true, hand: 'right', gaze: false,
    } as const;
    const panels = { pointables: [panel], about: [], step: () => undefined, scrolls: () => false };
    this.headset = new Headset(stage, new Head(stage), {
      walker, comfort, ground: ground(), figures: [], behind: { hovers: () => undefined, use: () => undefined },
      worn: () => undefined, menu: () => undefined, talk: () => undefined,
    }, { panels, body });
  }

  async enters(): Promise<void> {
    const session = Object.assign(new EventTarget(), { enabledFeatures: ['local-floor'] });
    vi.stubGlobal('navigator', { xr: { requestSession: () => Promise.resolve(session) } });
    await this.headset.enter();
    this.xr.connect(this.axes);
    while (!this.body.wrists[1]) {
      this.frame();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Somebody who looks and points about, turns and glides to and fro. */
  frame(): void {
    const t = (this.time += FRAME_S);
    const { xr, axes } = this;
    xr.head.position.set(Math.sin(t) * 0.2, 1.6 + Math.sin(t * 0.7) * 0.05, 0);
    xr.head.rotation.set(Math.sin(t * 0.9) * 0.3, Math.sin(t * 0.5), 0);
    for (let i = 0; i < 2; i++) {
      xr.grips[i].position.set(i ? 0.25 : -0.25, 1.2 + Math.sin(t * 2 + i) * 0.2, -0.35);
      xr.pointers[i].position.copy(xr.grips[i].position);
      xr.pointers[i].rotation.set(Math.sin(t + i) * 0.5 - 0.2, 0, 0);
      xr.grips[i].updateMatrix();
      xr.pointers[i].updateMatrix();
    }
    axes[0][3] = Math.sin(t * 0.4) * 0.8;
    axes[1][2] = Math.sin(t * 0.3) > 0.5 ? 0.9 : 0;
    this.rig.updateMatrixWorld(true);
    this.headset.step(FRAME_S);
    this.crowd.draw([], xr.eyes, true, () => 0, t, FRAME_S);
  }
}

function ground(): ConstructorParameters<typeof Headset>[2]['ground'] {
  const bounds = { min: [-50, 0, -50], max: [50, 4, 50] };
  const picked = { kind: 'floor', id: '', distance: 3, point: new Vector3() } as unknown as Picked;
  const along = (ray: Ray): Picked | null => {
    if (ray.direction.y > -0.05) return null;
    ray.at(3, picked.point);
    return picked;
  };
  return {
    floor: new Floor(new PlaneGeometry(90, 90).rotateX(-Math.PI / 2), bounds, 0),
    along, end: along, placeOf: () => null, free: () => true, leap: () => undefined, use: () => undefined, hovers: () => undefined,
  };
}

it('makes no objects in a frame', { timeout: 120_000 }, async () => {
  const visit = new Visit(await shippedClips(), withoutPictures(bytesOf('mei.glb')));
  await visit.enters();
  const from = visit.walker.feet.clone();
  for (let i = 0; i < WARM; i++) visit.frame();
  expect(visit.walker.feet.distanceTo(from)).toBeGreaterThan(0.1); // one does go about
  const { objects } = await madeWhenCompiled(['xr', 'interaction', 'avatars'], () => {
    for (let i = 0; i < FRAMES; i++) visit.frame();
  }, MOST_OBJECTS * FRAMES);
  expect(sum(objects) / FRAMES, most(objects, FRAMES)).toBeLessThan(MOST_OBJECTS);
});
