// The transcoder for packed pictures: one for all who need it, gone when nobody does.
import type { WebGLRenderer } from 'three';
import { afterEach, expect, it, vi } from 'vitest';
import { borrowTranscoder, fetchTranscoder, returnTranscoder } from './textures';

const warned = vi.spyOn(console, 'warn'); // three warns of a second transcoder
const renderer = { extensions: { has: () => false, get: () => null } } as unknown as WebGLRenderer;

afterEach(() => expect(warned).not.toHaveBeenCalled());

it('is one for all who borrow it, and ends with the last of them', async () => {
  const early = await fetchTranscoder();
  const [one, other] = await Promise.all([borrowTranscoder(renderer), borrowTranscoder(renderer)]);
  expect([one, other]).toEqual([early, early]);
  const dispose = vi.spyOn(early, 'dispose');
  returnTranscoder();
  await Promise.resolve();
  expect(dispose).not.toHaveBeenCalled();
  returnTranscoder();
  await vi.waitFor(() => expect(dispose).toHaveBeenCalledOnce());
  const fresh = await borrowTranscoder(renderer);
  expect(fresh).not.toBe(early);
  returnTranscoder();
});

it('is there for the next one when it could not be had', async () => {
  const broken = { get extensions(): never { throw new Error('no context'); } } as unknown as WebGLRenderer;
  await expect(borrowTranscoder(broken)).rejects.toThrow('no context');
  const loader = await borrowTranscoder(renderer);
  const dispose = vi.spyOn(loader, 'dispose');
  returnTranscoder();
  await vi.waitFor(() => expect(dispose).toHaveBeenCalledOnce());
});
