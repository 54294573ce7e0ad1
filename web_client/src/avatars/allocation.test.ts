// What is done for others in a frame makes no objects: V8 itself is asked who makes what. Numbers that it boxes between
// functions (16 bytes each) are its own business and do not count.
import { Session } from 'node:inspector/promises';
import { PerspectiveCamera } from 'three';
import { expect, it } from 'vitest';
import type { MemberView } from '../protocol/generated';
import { Pose } from '../protocol/poses';
import { Tracks } from '../replica/tracks';
import { Cast } from './cast';
import { Crowd } from './crowd';
import { bytesOf, shippedClips, withoutPictures } from './testing';

const PEOPLE = 200;
const FRAME_MS = 1000 / 60;
const WARM = 800; // frames until the engine has compiled what is done often
const FRAMES = 60;
const MOST_OBJECTS = 0.8; // a frame, for all of them: a few for what is done four times a second
const EVERY_BYTES = 8; // so that each single object is seen
const BOXED_NUMBER = 16; // bytes

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
  ({ member: `m_${slot}`, slot, role: 'visitor', name: '', avatar: 0, away: false, seat: null });

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children: readonly Node[];
}

/** How many objects each function of these folders makes while `work` runs. */
async function madeBy(work: () => void): Promise<Map<string, number>> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.enable');
  await session.post('HeapProfiler.collectGarbage');
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: EVERY_BYTES, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true,
  });
  work();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const names = new Map<number, string>();
  name(profile.head as unknown as Node, names);
  const made = new Map<string, number>();
  const { samples } = profile as typeof profile & { samples: readonly { size: number; nodeId: number }[] };
  for (const { size, nodeId } of samples) {
    const where = names.get(nodeId);
    if (where && size > BOXED_NUMBER) made.set(where, (made.get(where) ?? 0) + 1);
  }
  return made;
}

/** The functions below `avatars` and `replica`, by the profile's number. */
function name({ id, callFrame, children }: Node, names: Map<number, string>): void {
  const file = /\/src\/((avatars|replica)\/(?!allocation\.test)[^?]+)/.exec(callFrame.url);
  if (file) names.set(id, `${file[1]} ${callFrame.functionName}`);
  for (const child of children) name(child, names);
}

it('makes no objects in a frame', { timeout: 60_000 }, async () => {
  const scene = new Scene(await shippedClips(), withoutPictures(bytesOf('mei.glb')));
  while (scene.cast.figures.some(({ animator }) => animator === null)) {
    scene.frame();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  for (let i = 0; i < WARM; i++) scene.frame();
  const made = await madeBy(() => {
    for (let i = 0; i < FRAMES; i++) scene.frame();
  });
  const objects = [...made.values()].reduce((sum, one) => sum + one, 0) / FRAMES;
  const most = [...made].sort((a, b) => b[1] - a[1]).map(([where, count]) => `${where}: ${(count / FRAMES).toFixed(2)} a frame`);
  expect(objects, most.join('\n')).toBeLessThan(MOST_OBJECTS);
});
