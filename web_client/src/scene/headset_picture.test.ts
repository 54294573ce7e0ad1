import type { WebXRManager } from 'three';
import { expect, it } from 'vitest';
import { HeadsetPicture } from './headset_picture';
import { reflecting } from './materials';

const FRAME_MS = 1000 / 90;

function worn(views: object[]) {
  const told = { foveation: 0.5, people: 1, asked: [] as number[] };
  const xr = {
    isPresenting: true,
    getSession: () => ({ frameRate: 90 }),
    setFoveation: (value: number) => void (told.foveation = value),
    getReferenceSpace: () => ({}),
    getFrame: () => ({ getViewerPose: () => ({ views }) }),
  };
  const picture = new HeadsetPicture(xr as unknown as WebXRManager, { limit: (share) => void (told.people = share) });
  let now = 0;
  const runs = (seconds: number, frames: number): void => {
    for (const until = now + seconds * 1000; now < until; now += frames * FRAME_MS) picture.drawn(now, 4);
  };
  return { told, xr, picture, runs };
}

it('takes away step by step on a headset that does not keep up with its own rate, and gives all back when it is off', () => {
  const asked: number[] = [];
  const eye = { requestViewportScale: (scale: number) => void asked.push(scale) };
  const { told, xr, picture, runs } = worn([eye, eye]);
  runs(30, 1);
  expect([picture.step, told, asked]).toEqual([0, { foveation: 0.5, people: 1, asked: [] }, []]);
  runs(30, 2);
  expect(picture.step).toBe(4);
  expect([told.foveation, told.people, reflecting.value]).toEqual([1, 0.25, 0]);
  expect(asked).toEqual([1, 1, 0.85, 0.85, 0.85, 0.85, 0.7, 0.7]); // both eyes, each step
  xr.isPresenting = false;
  picture.drawn(1e6, 4);
  expect([picture.step, told.people, reflecting.value]).toEqual([0, 1, 1]);
});

it('does what it can where the browser draws into no part of a buffer', () => {
  const { told, picture, runs } = worn([{}, {}]);
  runs(30, 2);
  expect([picture.step, told.people]).toEqual([4, 0.25]);
});
