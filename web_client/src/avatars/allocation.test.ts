// What is done for others in a frame makes no objects: V8 itself is asked who makes what. Numbers that it boxes between
// functions (16 bytes each) are its own business and do not count, but for what is done a thousand times a frame.
import { PerspectiveCamera } from 'three';
import { expect, it } from 'vitest';
import type { MemberView } from '../protocol/generated';
import { Pose } from '../protocol/poses';
import { Tracks } from '../replica/tracks';
import { madeWhenCompiled, most, sum } from './allocation.test_help';
import { Cast } from './cast';
import { Crowd } from './crowd';
import { bytesOf, shippedClips, withoutPictures } from './testing';

const PEOPLE = 200;
const FRAME_MS = 1000 / 60;
const WARM = 800; // frames until the engine has compiled what is done often
const FRAMES = 60;
const MOST_OBJECTS = 0.8; // a frame, for all of them: a few for what is done four times a second
const MOST_BOXED = 500; // bytes a frame

/** A crowd that walks to and fro, told of as by a server, and looked at. */
class Scene {
  readonly cast = new Cast();
  readonly crowd: Crowd;
  private readonly tracks = new Tracks();
  private readonly camera = new PerspectiveCamera(62, 16 / 9, 0.05, 150);
  private readonly pose = new Pose();
  private time = 0;
  private heard = 0;

  constructor(clips: Awaited<ReturnType<typeof shippedClips>>, file: ArrayBuffer) {
    this.crowd = new Crowd('high', 'full', { clips: () => Promise.resolve(clips), model: () => Promise.resolve(file.slice(0)) });
    this.camera.position.set(0, 1.6, 9);
    this.camera.updateMatrixWorld(true);
    this.cast.sync(Array.from({ length: PEOPLE }, (_, i) => member(i + 1)), 0);
    this.crowd.cast(this.cast.figures);
  }

  frame(): void {
    this.time += FRAME_MS;
    for (; this.heard < this.time; this.heard += 50) this.hear(this.heard);
    for (const figure of this.cast.figures) figure.step(this.tracks, this.time - 120, FRAME_MS / 1000);
    this.crowd.draw(this.cast.figures, this.camera, true, floor, this.time / 1000, FRAME_MS / 1000);
  }

  private hear(at: number): void {
    const { pose } = this;
    this.tracks.heard(at);
    for (let i = 0; i < PEOPLE; i++) {
      pose.slot = i + 1;
      pose.x = (i % 20) - 10 + Math.sin(at / 2000 + i) * 1.2;
      pose.z = Math.floor(i / 20) - 5 + Math.cos(at / 2000 + i) * 1.2;
      pose.yaw = Math.sin(at / 3000 + i);
      this.tracks.push(at, pose);
    }
  }
}

const floor = (): number => 0;
const member = (slot: number): MemberView =>
  ({ member: `m_${slot}`, slot, role: 'visitor', staff: null, name: '', avatar: 0, away: false, seat: null, aside: false, watching: false });

it('makes no objects in a frame', { timeout: 60_000 }, async () => {
  const scene = new Scene(await shippedClips(), withoutPictures(bytesOf('mei.glb')));
  while (scene.cast.figures.some(({ animator }) => animator === null)) {
    scene.frame();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  for (let i = 0; i < WARM; i++) scene.frame();
  const { objects, boxed } = await madeWhenCompiled(['avatars', 'replica'], () => {
    for (let i = 0; i < FRAMES; i++) scene.frame();
  }, MOST_OBJECTS * FRAMES);
  expect(sum(objects) / FRAMES, most(objects, FRAMES)).toBeLessThan(MOST_OBJECTS);
  const thighs = new Map([...boxed].filter(([where]) => where.includes('/thighs.ts')));
  expect(sum(thighs) / FRAMES, most(thighs, FRAMES)).toBeLessThan(MOST_BOXED);
});
