// Voices in the room: from where and how loud, who speaks, and nothing made in a frame.
import { Matrix4, Vector3 } from 'three';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { madeWhenCompiled, most, sum } from '../avatars/allocation.test_help';
import * as page from '../sound';
import { FakeContext } from './audio.test_help';
import { type Heads, Playback } from './playback';

const STREAM = {} as MediaStream;
const AIKO = { session: 's1', member: 'aiko', slot: 4, hearing: 'near' } as const;
const WORD_MS = 100;

let context: FakeContext;
let silent: Set<string>;
let spoken: string[];
let places: Map<number, readonly [number, number, number]>;
let playback: Playback;

const heads: Heads = {
  headOf: (slot, out) => {
    const at = places.get(slot);
    if (!at) return false;
    out[0] = at[0];
    out[1] = at[1];
    out[2] = at[2];
    return true;
  },
};

beforeEach(() => {
  context = new FakeContext();
  silent = new Set();
  spoken = [];
  places = new Map();
  playback = new Playback(context as unknown as AudioContext, (member) => silent.has(member), (member, on) => spoken.push(`${member} ${on}`));
});

afterEach(() => vi.unstubAllGlobals());

it('keeps the page awake while anybody is heard', () => {
  const need = vi.spyOn(page, 'needSound');
  vi.stubGlobal('Audio', class { play = () => Promise.resolve(); });
  playback.add(AIKO, STREAM);
  playback.add({ ...AIKO, session: 's2' }, STREAM);
  playback.remove('s1');
  playback.remove('s2');
  expect(need.mock.calls.map(([whom, needed]) => [whom === playback, needed])).toEqual([[true, true], [true, true], [true, true], [true, false]]);
});

/** The eyes at this place, turned to the left by `yaw`. */
const eyes = (x: number, z: number, yaw = 0): number[] => new Matrix4().makeRotationY(yaw).setPosition(x, 1.6, z).elements;
const loud = (): number => context.gains[1].gain.value; // the first is that of all together

describe('a voice', () => {
  it('is as loud as its speaker is near, and comes from there', () => {
    playback.add(AIKO, STREAM);
    places.set(4, [3, 1.5, -2]);
    playback.frame(eyes(2, -2), null, heads);
    const near = loud();
    playback.frame(eyes(-3, -2), null, heads);
    const far = loud();
    playback.frame(eyes(-30, -2), null, heads);
    expect([near > 0.9, far > 0 && far < near / 2, loud()]).toEqual([true, true, 0]);
    const [panner] = context.panners;
    expect([panner.positionX.value, panner.positionY.value, panner.positionZ.value]).toEqual([3, 1.5, -2]);
  });

  it('is heard by who turns their head as they turn it', () => {
    playback.frame(eyes(1, 5, Math.PI / 2), null, heads);
    const { listener } = context;
    const of = (name: string): Vector3 => new Vector3(...['X', 'Y', 'Z'].map((axis) => listener[name + axis].value));
    expect(of('position').toArray()).toEqual([1, 1.6, 5]);
    expect(of('forward').distanceTo(new Vector3(-1, 0, 0))).toBeLessThan(1e-6);
    expect(of('up').distanceTo(new Vector3(0, 1, 0))).toBeLessThan(1e-6);
  });

  it('is silent before the first picture, and where nobody knows its speaker it is neither loud nor lost', () => {
    playback.add(AIKO, STREAM);
    expect(loud()).toBe(0);
    playback.frame(eyes(0, 0), null, heads);
    expect(loud()).toBeGreaterThan(0.2);
    expect(loud()).toBeLessThan(0.9);
  });

  it('without a picture of the room comes from ahead, by the distance to where one is', () => {
    playback.add(AIKO, STREAM);
    places.set(4, [5, 1.6, 0]);
    playback.frame(null, [4, 1.6, 0], heads);
    const near = loud();
    playback.frame(null, [-3, 1.6, 0], heads);
    expect(loud()).toBeLessThan(near / 2);
    const [panner] = context.panners;
    expect([panner.positionX.value, panner.positionZ.value]).toEqual([0, -1]);
  });

  it('from the stage is everywhere', () => {
    playback.add({ ...AIKO, hearing: 'stage' }, STREAM);
    places.set(4, [50, 1.6, 0]);
    playback.frame(eyes(0, 0), null, heads);
    expect([loud(), context.panners.length]).toEqual([1, 0]);
  });

  it('of somebody one does not want to hear is not heard, and does not speak', () => {
    playback.add(AIKO, STREAM);
    places.set(4, [0, 1.6, -1]);
    silent.add('aiko');
    context.sources[0].loud = 0.3;
    playback.frame(eyes(0, 0), null, heads);
    playback.measure(0);
    playback.measure(WORD_MS);
    expect([loud(), spoken]).toEqual([0, []]);
    silent.clear();
    playback.frame(eyes(0, 0), null, heads);
    expect(loud()).toBeGreaterThan(0.5);
  });

  it('also plays in a silent element, as Chromium gives no samples otherwise, and lets go of it', () => {
    playback.add(AIKO, STREAM);
    const [element] = context.elements;
    expect([element.srcObject === STREAM, element.muted]).toEqual([true, true]);
    playback.remove('s1');
    expect([element.srcObject, context.sources[0].to.size, context.gains[1].to.size]).toEqual([null, 0, 0]);
  });
});

describe('who speaks', () => {
  beforeEach(() => {
    playback.add(AIKO, STREAM);
    places.set(4, [0, 1.6, -1]);
    context.sources[0].loud = 0.2;
    playback.measure(0);
    playback.measure(WORD_MS);
  });

  it('is told once, also where one has turned all voices off', () => {
    expect(spoken).toEqual(['aiko true']);
    playback.volume = 0;
    playback.measure(2 * WORD_MS);
    context.sources[0].loud = 0;
    playback.measure(3 * WORD_MS);
    playback.measure(3 * WORD_MS + 1000);
    expect([spoken, context.gains[0].gain.value]).toEqual([['aiko true', 'aiko false'], 0]);
  });

  it('does not any more once their session has ended', () => {
    playback.remove('s1');
    expect(spoken).toEqual(['aiko true', 'aiko false']);
  });

  it('is to be seen from outside: as it came, and as it is heard', () => {
    context.panners[0].loud = 0.05;
    playback.measure(2 * WORD_MS);
    const [{ member, came, heard, speaks }] = playback.peaks;
    expect([member, speaks]).toEqual(['aiko', true]);
    expect([came, heard].map((peak) => Math.round(peak * 100))).toEqual([20, 5]);
  });
});

it('makes no objects in a frame', async () => {
  for (let i = 0; i < 9; i++) {
    playback.add({ ...AIKO, session: `s${i}`, slot: i }, STREAM);
    places.set(i, [i, 1.6, -i]);
  }
  const head = eyes(0, 0);
  const frames = (count: number): void => {
    for (let i = 0; i < count; i++) {
      head[12] = Math.sin(i / 50) * 4;
      playback.frame(head, null, heads);
    }
  };
  frames(3000);
  const made = await madeWhenCompiled(['voice'], () => frames(360), 0.1 * 360);
  expect(sum(made.objects) / 360, most(made.objects, 360)).toBeLessThan(0.1);
});
