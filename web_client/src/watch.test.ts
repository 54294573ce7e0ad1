import { beforeEach, expect, it } from 'vitest';
import { store } from './store';
import { watchPace } from './watch';

let seconds = 10;
watchPace(() => seconds);

const comes = (loaded: number, at: number): void => {
  seconds = at;
  store.loading.value = { name: 'bytes', loaded, total: 3e6 };
};

beforeEach(() => {
  store.network.value = 'usual';
  store.loading.value = { name: 'waiting' };
});

it('notices a slow line by the bytes, when the browser tells nothing', () => {
  comes(20_000, 10);
  comes(100_000, 12);
  expect(store.network.value).toBe('usual');
  comes(200_000, 15);
  expect(store.network.value).toBe('slow');
});

it('counts from the first byte of each room, and leaves a usual line alone', () => {
  comes(20_000, 100);
  comes(2_000_000, 105);
  expect(store.network.value).toBe('usual');
  store.loading.value = { name: 'building' };
  comes(1_000, 200);
  comes(30_000, 201);
  expect(store.network.value).toBe('usual');
});
