import { type Mesh, PerspectiveCamera } from 'three';
import { describe, expect, it, vi } from 'vitest';
import type { MemberView } from '../protocol/generated';
import { Pose } from '../protocol/poses';
import { Tracks } from '../replica/tracks';
import { Cast } from './cast';
import { Crowd } from './crowd';
import { bytesOf, shippedClips, withoutPictures } from './testing';

const REN: MemberView = { member: 'm_2', slot: 1, role: 'visitor', staff: null, name: 'Ren', avatar: 2, away: false, seat: null, aside: false, watching: false };

function tracksOf(slot: number): Tracks {
  const tracks = new Tracks();
  const pose = new Pose();
  pose.slot = slot;
  tracks.push(1000, pose);
  return tracks;
}

/** Whether the figure is to be seen after each of these spans, in seconds. */
function seen(cast: Cast, tracks: Tracks, ...spans: number[]): boolean[] {
  return spans.map((seconds) => {
    cast.figures[0].step(tracks, 1000, seconds);
    return cast.figures[0].shown;
  });
}

describe('somebody who is aside (Q-2)', () => {
  it('has no figure until they are back', () => {
    const [cast, tracks] = [new Cast(), tracksOf(1)];
    cast.sync([REN, { ...REN, member: 'm_3', slot: 2, aside: true }], 0);
    expect(cast.figures.map(({ slot }) => slot)).toEqual([1]);
    cast.sync([{ ...REN, aside: true }], 0);
    expect(cast.figures).toEqual([]);
    cast.sync([REN], 0);
    expect(seen(cast, tracks, 0.1)).toEqual([true]);
  });
});

describe('somebody whose connection is lost', () => {
  it('is hidden after three seconds and comes back at once', () => {
    const [cast, tracks] = [new Cast(), tracksOf(1)];
    cast.sync([REN], 0);
    expect(seen(cast, tracks, 10)).toEqual([true]);
    cast.sync([{ ...REN, away: true }], 0);
    const figure = cast.figures[0];
    expect(seen(cast, tracks, 1, 1.9, 0.2, 5)).toEqual([true, true, false, false]);
    cast.sync([REN], 0);
    expect(cast.figures[0]).toBe(figure);
    expect(seen(cast, tracks, 0.1)).toEqual([true]);
    cast.sync([{ ...REN, away: true }], 0);
    expect(seen(cast, tracks, 1)).toEqual([true]); // a new loss counts anew
  });

  it('is not shown to somebody who comes later', () => {
    const cast = new Cast();
    cast.sync([{ ...REN, away: true }], 0);
    expect(seen(cast, tracksOf(1), 0.1)).toEqual([false]);
  });
});

/** Somebody who looks on from some metres away. */
function camera(): PerspectiveCamera {
  const made = new PerspectiveCamera();
  made.position.set(0, 1.6, 3);
  made.updateMatrixWorld(true);
  return made;
}

describe('a model that nobody needs', () => {
  const FRAME_S = 0.1;

  it('is dropped after a minute, and whoever has it later fades in', async () => {
    const file = withoutPictures(bytesOf('mei.glb'));
    const clips = await shippedClips();
    const model = vi.fn(() => Promise.resolve(file.slice(0)));
    const crowd = new Crowd('low', 'full', { clips: () => Promise.resolve(clips), model });
    const cast = new Cast();
    const tracks = tracksOf(1);
    const eye = camera();
    let time = 0;
    const frame = (seconds = FRAME_S): void => {
      time += seconds;
      for (const figure of cast.figures) figure.step(tracks, 1000, seconds);
      crowd.draw(cast.figures, eye, false, () => 0, time, seconds);
    };
    const wait = (seconds: number): void => {
      for (let i = 0; i < seconds; i++) frame(1);
    };
    const meet = async (members: MemberView[]): Promise<void> => {
      cast.sync(members, 0);
      crowd.cast(cast.figures);
      frame();
      if (members.length > 0) await vi.waitFor(() => expect(meshes()).toBeGreaterThan(1));
    };
    const meshes = (): number => crowd.group.children.filter((child) => (child as Mesh).isMesh).length;

    await meet([REN]);
    wait(80);
    expect([meshes(), cast.figures[0].share]).toEqual([4, 1]); // three levels and the shadows, for as long as it is needed
    await meet([]);
    wait(50);
    expect(meshes()).toBe(4);
    wait(15);
    expect(meshes()).toBe(1);
    expect(model).toHaveBeenCalledTimes(1);

    await meet([REN]);
    expect(model).toHaveBeenCalledTimes(2);
    frame();
    expect(cast.figures[0].share).toBeGreaterThan(0);
    expect(cast.figures[0].share).toBeLessThan(0.5);
    wait(1);
    expect(cast.figures[0].share).toBe(1);
    crowd.dispose();
    expect(crowd.group.children.length).toBe(0);
  });

  it('is known to be lacking when it could not be had', async () => {
    const nothing = (): Promise<never> => Promise.reject(new Error('no line'));
    const crowd = new Crowd('low', 'full', { clips: shippedClips, model: nothing });
    const cast = new Cast();
    cast.sync([REN], 0);
    const { person } = cast.figures[0].look;
    expect(crowd.lacks(person)).toBe(false);
    crowd.cast(cast.figures);
    cast.figures[0].step(tracksOf(1), 1000, FRAME_S);
    crowd.draw(cast.figures, camera(), false, () => 0, 1, FRAME_S);
    await vi.waitFor(() => expect(crowd.lacks(person)).toBe(true));
    crowd.dispose();
  });
});

describe('somebody who comes close', () => {
  it('fades with their shadow by how near they are, and from others nothing changes', async () => {
    const [clips, file] = [await shippedClips(), withoutPictures(bytesOf('mei.glb'))];
    const crowd = new Crowd('low', 'full', { clips: () => Promise.resolve(clips), model: () => Promise.resolve(file) });
    const [cast, tracks, eye] = [new Cast(), tracksOf(1), camera()];
    cast.sync([REN], 0);
    crowd.cast(cast.figures);
    const figure = cast.figures[0];
    let time = 0;
    const from = (metres: number): void => {
      eye.position.z = metres;
      eye.updateMatrixWorld(true);
      for (let i = 0; i < 5; i++) {
        figure.step(tracks, 1000, 0.1);
        crowd.draw(cast.figures, eye, true, () => 0, (time += 0.1), 0.1);
      }
    };
    const shares = (): number[] =>
      crowd.group.children.filter(({ visible }) => visible).map((mesh) => (mesh as Mesh).geometry.getAttribute('state').getZ(0));
    await vi.waitFor(() => {
      from(3);
      expect(shares().length).toBe(2);
    });
    from(2);
    const [shadow, body] = shares();
    expect(body).toBe(1);
    from(0.475);
    expect(shares()[0]).toBeCloseTo(shadow / 2, 4);
    expect(shares()[1]).toBeCloseTo(0.5, 4);
    from(0.34);
    expect([figure.shown, shares()]).toEqual([false, []]);
    crowd.keepsSpace = false;
    from(0.34);
    expect(shares()[1]).toBe(1);
    crowd.dispose();
  });
});
