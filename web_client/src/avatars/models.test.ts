// Models come when somebody needs them, two at a time; what failed is asked for again later; what is dropped comes anew.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClipSet } from './clips';
import { AGAIN_MS, type Model, Models } from './models';
import { bytesOf, shippedClips, withoutPictures } from './testing';

const FILE = withoutPictures(bytesOf('mei.glb'));
const clips = await shippedClips();

/** Answers when the test says so. */
class Shelf {
  readonly asked: number[] = [];
  readonly arrived: number[] = [];
  last: Model | null = null;
  private readonly answers: ((bytes: ArrayBuffer | null) => void)[] = [];
  readonly models = new Models(
    {
      clips: (): Promise<ClipSet> => Promise.resolve(clips),
      model: (person) => {
        this.asked.push(person);
        return new Promise((resolve, reject) => {
          this.answers.push((bytes) => (bytes ? resolve(bytes) : reject(new Error('no line'))));
        });
      },
    },
    (person, model) => {
      this.arrived.push(person);
      this.last = model;
    },
  );

  answer(bytes: ArrayBuffer | null): void {
    this.answers.shift()!(bytes);
  }
}

describe('models', () => {
  it('are asked for once, two at a time', async () => {
    const shelf = new Shelf();
    for (const person of [3, 1, 2, 1]) shelf.models.want(person);
    expect(shelf.asked).toEqual([3, 1]);
    shelf.answer(FILE);
    await vi.waitFor(() => expect(shelf.asked).toEqual([3, 1, 2]));
    expect(shelf.arrived).toEqual([3]);
    shelf.models.want(3);
    expect(shelf.asked).toEqual([3, 1, 2]);
  });

  it('give back what they took when they are dropped, and come anew', async () => {
    const shelf = new Shelf();
    shelf.models.want(5);
    shelf.answer(FILE);
    await vi.waitFor(() => expect(shelf.arrived).toEqual([5]));
    const freed = vi.fn();
    const { near, middle, far } = shelf.last!;
    for (const geometry of [near, middle, far]) geometry.addEventListener('dispose', freed);
    shelf.models.drop(5);
    expect(freed).toHaveBeenCalledTimes(3);
    shelf.models.want(5);
    expect(shelf.asked).toEqual([5, 5]);
  });
});

describe('a model that cannot be had', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is asked for again after a while', async () => {
    const shelf = new Shelf();
    shelf.models.want(4);
    expect(shelf.models.failing(4)).toBe(false);
    shelf.answer(null);
    await vi.waitFor(() => expect(shelf.models.failing(4)).toBe(true));
    shelf.models.want(4);
    expect(shelf.asked).toEqual([4]);
    vi.advanceTimersByTime(AGAIN_MS + 1);
    expect(shelf.models.failing(4)).toBe(false);
    shelf.models.want(4);
    expect(shelf.asked).toEqual([4, 4]);
  });
});
