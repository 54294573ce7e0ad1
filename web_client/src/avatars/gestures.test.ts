// Gestures: they come and go softly, leave the legs to whoever has them, and end.
import { describe, expect, it } from 'vitest';
import { Figure } from './figure';
import { UPPER, type Gesture, GESTURES } from './gestures';
import { lookOf } from './look';
import { JOINTS } from './skeleton';
import { bodyOf, FPS, shippedClips, Walker } from './testing';

const clips = await shippedClips();
const LEGS = ['hips', ...['left', 'right'].flatMap((side) => ['UpperLeg', 'LowerLeg', 'Foot', 'Toes'].map((part) => side + part))];
const HANDS = ['leftHand', 'rightHand', 'head'];

/** How far `names` are from where they would be without the gesture, frame by frame, while walking at 1.4 m/s. */
function apart(gesture: Gesture, names: readonly string[], seconds: number): number[] {
  const [plain, gesturing] = [new Walker(clips, bodyOf()), new Walker(clips, bodyOf())];
  for (let i = 0; i < FPS; i++) for (const walker of [plain, gesturing]) walker.frame(0, -1.4);
  gesturing.animator.gestures.play(gesture);
  return Array.from({ length: Math.round(seconds * FPS) }, () => {
    for (const walker of [plain, gesturing]) walker.frame(0, -1.4);
    return Math.max(...names.map((name) => {
      const [a, b] = [plain.joint(name), gesturing.joint(name)];
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    }));
  });
}

describe.each(GESTURES)('%s while walking', (gesture) => {
  const { duration, traits } = clips.get(gesture);
  const whole = (traits.loop ? 2 : 1) * duration;

  it('is seen in hands or head, comes softly, and ends', () => {
    const ways = apart(gesture, HANDS, whole + 1);
    expect(Math.max(...ways)).toBeGreaterThan(0.01);
    ways.forEach((way, i) => i > 0 && expect(Math.abs(way - ways[i - 1])).toBeLessThan(0.09));
    expect(ways[0]).toBeLessThan(0.02);
    for (const way of ways.slice(Math.ceil((whole + 0.4) * FPS))) expect(way).toBeLessThan(1e-4);
  });

  it('leaves hips, legs and feet as they go', () => {
    expect(Math.max(...apart(gesture, LEGS, whole))).toBeLessThan(1e-4);
  });
});

it('a gesture that is asked for during another begins when that one has faded', () => {
  const walker = new Walker(clips, bodyOf());
  walker.frame();
  walker.animator.gestures.play('clap', 60);
  for (let i = 0; i < FPS; i++) walker.frame();
  walker.animator.gestures.play('wave');
  const heard = new Set<string>();
  for (let i = 0; i < 4 * FPS; i++) {
    walker.frame();
    heard.add(walker.animator.gestures.playing);
  }
  expect([...heard]).toEqual(['clap', '', 'wave']);
});

it('a gesture ends also while only the step of the body goes on, far away', () => {
  const walker = new Walker(clips, bodyOf());
  walker.frame();
  walker.animator.gestures.play('wave');
  for (let i = 0; i < 4 * FPS; i++) {
    walker.time += 1 / FPS;
    walker.animator.move(walker.sense, 1 / FPS);
  }
  expect(walker.animator.gestures.playing).toBe('');
});

it('a figure says whether it has a body to do it with', () => {
  const figure = new Figure(1, lookOf(0, 'visitor', null), false);
  expect(figure.play('wave')).toBe(false);
  const { animator } = new Walker(clips, bodyOf());
  figure.animator = animator;
  expect(figure.play('wave')).toBe(true);
  animator.gestures.step(0.1);
  expect(animator.gestures.playing).toBe('wave');
});

it('the mask is nothing for the legs and all for arms and head', () => {
  for (const name of LEGS) expect(UPPER[JOINTS.indexOf(name)]).toBe(0);
  for (const name of HANDS) expect(UPPER[JOINTS.indexOf(name)]).toBe(1);
});
