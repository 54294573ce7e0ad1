// Every clip on every person, as they are shipped: joints where joints of people can be, and meshes that follow them.
import { readFileSync } from 'node:fs';
import type { BufferGeometry } from 'three';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clip } from './clips';
import { Feet, stepsOf } from './feet';
import { Frame, MATRIX_SIZE, ROW_SIZE, writeRow } from './forward';
import { UPPER } from './gestures';
import { type Model, readModel } from './models';
import { joint, JOINTS } from './skeleton';
import { Stance } from './stance';
import { bytesOf, shippedClips, withoutPictures } from './testing';

const clips = await shippedClips();
const people = JSON.parse(readFileSync(new URL('../../../assets/avatars/people.json', import.meta.url), 'utf8')) as {
  people: { id: string; file: string; eyes: number }[];
};
const MOMENTS = 9;
const frame = new Frame();
const stance = new Stance();
const layer = new Stance();
const row = new Float32Array(ROW_SIZE);

const place = (name: string): number[] => {
  const at = joint(name) * 3;
  return [...frame.places.subarray(at, at + 3)];
};

/** The clip at a moment, as it is played: gestures of the upper body over a stand. */
function hold({ body }: Model, clip: Clip, share: number): void {
  stance.clear();
  if (clip.traits.mask === 'full') clip.add(share * clip.duration, 1, body, stance);
  else clips.get('idle-1').add(0, 1, body, stance);
  stance.normalise();
  if (clip.traits.mask === 'upper') {
    layer.clear();
    clip.add(share * clip.duration, 1, body, layer);
    layer.normalise();
    stance.mix(layer, 1, UPPER);
  }
  frame.solve(body, stance);
  if (clip.traits.absoluteHips) new Feet().step(frame, body, stance, 0, 0, 0, stepsOf(clip.traits, 0), 1);
  writeRow(body, frame, row, 0);
}

/** How near a point comes to the line from the hips to the neck, metres; Infinity above and below it. */
function fromSpine(point: number[]): number {
  const a = place('hips'), b = place('upperChest');
  const along = b.map((value, k) => value - a[k]);
  const length = Math.hypot(...along);
  const t = along.reduce((sum, value, k) => sum + (value * (point[k] - a[k])) / (length * length), 0);
  if (t < 0 || t > 1) return Infinity;
  return Math.hypot(...point.map((value, k) => value - a[k] - along[k] * t));
}

/** The lowest and highest vertex of the far mesh, moved by the row as the card does it. */
function extent(geometry: BufferGeometry): [number, number] {
  const { position, skinIndex, skinWeight } = geometry.attributes;
  let low = Infinity;
  let high = -Infinity;
  for (let v = 0; v < position.count; v++) {
    let y = 0;
    for (let k = 0; k < 4; k++) {
      const m = skinIndex.getComponent(v, k) * MATRIX_SIZE + 4;
      const moved = row[m] * position.getX(v) + row[m + 1] * position.getY(v) + row[m + 2] * position.getZ(v) + row[m + 3];
      y += moved * skinWeight.getComponent(v, k);
    }
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  return [low, high];
}

describe.each(people.people)('$id', ({ file, eyes }) => {
  let model: Model;
  beforeAll(async () => {
    model = await readModel(withoutPictures(bytesOf(file)));
  });

  it('has the eyes where its list says', () => {
    expect(model.body.eyeHeight).toBeCloseTo(eyes, 1);
  });

  it.each(clips.names)('%s', (name) => {
    const clip = clips.get(name);
    for (let i = 0; i < MOMENTS; i++) {
      hold(model, clip, i / (MOMENTS - 1));
      expect(row.every(Number.isFinite)).toBe(true);
      expect(place('head')[1]).toBeGreaterThan(place('hips')[1] + 0.35);
      for (const side of ['left', 'right']) legs(side);
      for (const side of ['left', 'right']) expect(fromSpine(place(`${side}MiddleProximal`))).toBeGreaterThan(0.1);
      const [low, high] = extent(model.far);
      expect(low).toBeGreaterThan(-0.06);
      expect(high).toBeLessThan(2.45);
      expect(high - low).toBeGreaterThan(1);
    }
  });

  /** On the floor or over it, and knees that bend forwards only. */
  function legs(side: string): void {
    const { body } = model;
    const toes = place(`${side}Toes`)[1] - (body.ankleHeight + body.rest[joint(`${side}Toes`) * 3 + 1]);
    expect(toes).toBeGreaterThan(-0.03);
    const [hip, knee, ankle] = ['UpperLeg', 'LowerLeg', 'Foot'].map((bone) => place(side + bone));
    const t = (knee[1] - hip[1]) / (ankle[1] - hip[1] || -1);
    expect(knee[2]).toBeLessThan(hip[2] + (ankle[2] - hip[2]) * Math.min(1, Math.max(0, t)) + 0.015);
  }
});

it('moves every joint that a person has by some clip', () => {
  const moved = new Set<number>();
  for (const name of clips.names) {
    const at = new Stance();
    at.clear();
    const clip = clips.get(name);
    clip.add(clip.duration * 0.4, 1, { scale: 1 } as never, at);
    JOINTS.forEach((_, j) => Math.abs(at.rotations[j * 4 + 3]) < 0.99995 && moved.add(j));
  }
  const eyes = JOINTS.filter((name) => /Eye|Twist|jaw/.test(name)).length; // the page turns these itself
  expect(moved.size).toBeGreaterThanOrEqual(JOINTS.length - eyes);
});
