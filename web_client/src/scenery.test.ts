import { beforeEach, expect, it } from 'vitest';
import { flush } from './net/connection.test_help';
import type { SceneDescription } from './scene/description';
import { Scenery } from './scenery';
import { store } from './store';

const file = (url: string) => ({ url, bytes: 10 });
const lobby: SceneDescription = {
  slug: 'lobby',
  title: { en: 'Lobby' },
  model: file('/content/lobby.1.glb'),
  nav: file('/content/nav.1.glb'),
  lightmap: null,
  packed: false,
  light: null,
  sound: null,
  bounds: { min: [0, 0, 0], max: [1, 1, 1] },
  seats: [],
  exhibits: [],
};
const vault = { ...lobby, slug: 'vault', model: file('/content/vault.1.glb') };

let asked: string[];
let done: string[];
let finish: (failed?: boolean) => void;
let more: (loaded: number, total: number) => void;
let answers: Record<string, SceneDescription>;
let scenery: Scenery<string>;
let made: Promise<void>;
let makeWorld: () => void;

beforeEach(() => {
  asked = [];
  done = [];
  made = new Promise((resolve) => (makeWorld = resolve));
  answers = { '/lobby': lobby, '/east': { ...lobby, title: { en: 'East' } }, '/vault': vault };
  scenery = new Scenery<string>(
    <T>(url: string) => (asked.push(url), Promise.resolve(answers[url] as T)),
    (_, progress) => {
      more = progress;
      progress(4, 10);
      return Promise.resolve([]);
    },
    made,
    () => ({
      load: ({ model }) =>
        new Promise((resolve, reject) => {
          finish = (failed) => (failed ? reject(new Error('broken')) : resolve(model.url));
        }),
      show: (loaded) => void done.push(loaded),
      stop: () => void done.push('stop'),
    }),
  );
  makeWorld();
});

async function loaded(url: string): Promise<void> {
  const shown = scenery.show(url);
  await flush();
  finish();
  await shown;
}

it('loads the first scene with progress', async () => {
  const shown = scenery.show('/lobby');
  expect(store.loading.value).toEqual({ name: 'waiting' });
  await flush();
  expect(store.loading.value).toEqual({ name: 'bytes', loaded: 4, total: 10 });
  expect(store.scene.value).toBe(lobby);
  finish();
  await shown;
  expect(store.loading.value).toEqual({ name: 'ready' });
  expect(done).toEqual(['stop', '/content/lobby.1.glb']);
});

it('goes on without a break to a room with the same files, and asks for its description once', async () => {
  await loaded('/lobby');
  await scenery.know('/east');
  done = [];
  void scenery.show('/east');
  expect(store.loading.value).toEqual({ name: 'ready' }); // at once, before anything was waited for
  expect(store.scene.value?.title).toEqual({ en: 'East' });
  expect(done).toEqual([]);
  expect(asked).toEqual(['/lobby', '/east']);
});

it('brings the files while the world is still being made', async () => {
  made = new Promise((resolve) => (makeWorld = resolve));
  let world: 'none' | 'made' = 'none';
  const brought: string[] = [];
  const early = new Scenery<string>(
    <T>(url: string) => Promise.resolve(answers[url] as T),
    ({ slug }) => (brought.push(slug), Promise.resolve([])),
    made,
    () => (world === 'none' ? null : { load: () => Promise.resolve('room'), show: (one) => void done.push(one), stop: () => {} }),
  );
  const shown = early.show('/lobby');
  await flush();
  expect([brought, done]).toEqual([['lobby'], []]);
  world = 'made';
  makeWorld();
  await shown;
  expect(done).toEqual(['room']);
});

it('takes a room away before it loads another', async () => {
  await loaded('/lobby');
  done = [];
  await loaded('/vault');
  expect(done).toEqual(['stop', '/content/vault.1.glb']);
});

it('does not show what is no longer wanted', async () => {
  await loaded('/lobby');
  void scenery.show('/vault');
  await flush();
  await scenery.show('/lobby');
  finish();
  await flush();
  expect(done.filter((one) => one !== 'stop')).toEqual(['/content/lobby.1.glb']);
  expect([store.scene.value, store.loading.value]).toEqual([lobby, { name: 'ready' }]);
});

it('tries again after a failure, with a fresh description', async () => {
  const shown = scenery.show('/lobby');
  await flush();
  finish(true);
  await shown;
  more(8, 10); // another file of the same scene still comes
  expect(store.loading.value).toEqual({ name: 'failed' });
  answers['/lobby'] = { ...lobby, model: file('/content/lobby.2.glb') };
  await loaded('/lobby');
  expect(done.at(-1)).toBe('/content/lobby.2.glb');
  expect(store.loading.value).toEqual({ name: 'ready' });
});
