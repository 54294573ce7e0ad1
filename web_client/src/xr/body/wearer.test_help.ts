// Somebody who wears a headset, for the tests of their own body: a crowd that draws it, hands that hold controllers or not.
import { Group, Object3D, PerspectiveCamera, Ray, Vector3, type XRHandSpace } from 'three';
import { Crowd } from '../../avatars/crowd';
import { lookOf } from '../../avatars/look';
import { bytesOf, FPS, shippedClips, withoutPictures } from '../../avatars/testing';
import { Pose } from '../../protocol/poses';
import type { Press, Source } from '../sources';
import { OwnBody } from './own_body';

export const UP: Press = { down: false, began: false, ended: false, value: 0 };
export const DOWN: Press = { down: true, began: false, ended: false, value: 1 };

export type Held = Source & { side: XRHandedness; kind: Source['kind']; tracked: boolean; select: Press; squeeze: Press };

export function held(side: XRHandedness): Held {
  const made = {
    side, kind: 'controller' as const, tracked: true, aims: true, ray: new Ray(), palm: new Object3D(), tip: new Vector3(),
    select: UP, squeeze: UP, menu: UP, leap: UP, talk: UP, stickX: 0, stickY: 0, object: null, pulse: () => undefined,
  };
  return made as Held;
}

/** What three has of bare hands. */
export class BareHands {
  readonly spaces = [0, 1].map(() => Object.assign(new Group(), { joints: {} }) as unknown as XRHandSpace);

  getHand(index: number): XRHandSpace {
    return this.spaces[index];
  }

  connect(index: number, handedness: XRHandedness): void {
    this.spaces[index].dispatchEvent({ type: 'connected', data: { handedness } as XRInputSource } as never);
  }

  place(index: number, joint: string, x: number, y: number, z: number): void {
    const group = new Group();
    group.position.set(x, y, z);
    Object.assign(this.spaces[index].joints, { [joint]: group });
  }
}

export class Wearer {
  readonly pose = new Pose();
  readonly sources = [held('left'), held('right')];
  readonly hands = new BareHands();
  readonly crowd: Crowd;
  readonly body: OwnBody;
  readonly eyes = new PerspectiveCamera();
  facing = 0;
  floor = 0;
  private time = 100;

  constructor(clips: Awaited<ReturnType<typeof shippedClips>>, model: ArrayBuffer) {
    this.crowd = new Crowd('low', 'light', { clips: () => Promise.resolve(clips), model: () => Promise.resolve(model) });
    this.body = new OwnBody(this.crowd, this.hands);
    this.body.dress(7, lookOf(2, 'visitor', null));
    this.pose.headset = true;
    this.head(0, 1.55, 0);
    this.hand('left', [-0.2, 1.2, -0.35]).hand('right', [0.2, 1.2, -0.35]);
  }

  /** In the room, whose body has come. */
  static async enters(): Promise<Wearer> {
    const wearer = new Wearer(await shippedClips(), withoutPictures(bytesOf('mei.glb')));
    while (!wearer.body.wrists[0]) {
      wearer.frame();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return wearer;
  }

  head(x: number, y: number, z: number): this {
    this.pose.x = x;
    this.pose.y = y;
    this.pose.z = z;
    this.eyes.position.set(x, y, z);
    return this;
  }

  /** A fist in the room, its fingers forwards. */
  hand(side: 'left' | 'right', at: readonly [number, number, number] | null): this {
    const { pose } = this;
    pose[side].tracked = at !== null;
    if (!at) return this;
    pose[side].position.set([at[0] - pose.x, at[1] - pose.y, at[2] - pose.z]);
    pose[side].rotation.set([Math.SQRT1_2, 0, 0, Math.SQRT1_2]);
    return this;
  }

  frame(seconds = 1 / FPS): void {
    this.time += seconds;
    this.eyes.updateMatrixWorld(true);
    this.body.step(this.pose, this.floor, this.facing, this.sources, seconds);
    this.crowd.draw([], this.eyes, true, () => 0, this.time, seconds);
  }

  settle(seconds = 1): this {
    for (let i = 0; i < seconds * FPS; i++) this.frame();
    return this;
  }
}
