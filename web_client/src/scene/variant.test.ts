import { expect, it } from 'vitest';
import type { SceneDescription } from './description';
import { filesOf, pictureOf } from './description';
import { chooseVariant, type Device } from './variant';

const laptop: Device = { agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140', saveData: false, shortSide: 900, touch: false };

it.each([
  ['a laptop', '', 'high', {}, 'full'],
  ['low quality', '', 'low', {}, 'light'],
  ['a phone', '', 'high', { touch: true, shortSide: 390 }, 'light'],
  ['a small window of a laptop', '', 'high', { shortSide: 390 }, 'full'],
  ['a large tablet', '', 'high', { touch: true, shortSide: 820 }, 'full'],
  ['who spares bytes', '', 'high', { saveData: true }, 'light'],
  ['a standalone headset', '', 'high', { agent: 'Mozilla/5.0 (X11; Linux x86_64; Quest 3) OculusBrowser/35.0' }, 'light'],
  ['a phone that asks for all', '?variant=full', 'high', { touch: true, shortSide: 390 }, 'full'],
  ['a laptop that asks for less', '?variant=light', 'high', {}, 'light'],
] as const)('%s', (_who, search, quality, differs, expected) => {
  expect(chooseVariant(search, quality, { ...laptop, ...differs })).toBe(expected);
});

const file = (url: string) => ({ url, bytes: 1 });
const scene: SceneDescription = {
  slug: 'hall',
  title: { en: 'Hall' },
  model: file('full'),
  nav: file('nav'),
  lightmap: { ...file('baked'), scale: 4 },
  packed: false,
  light: { model: file('thin'), lightmap: null, packed: true },
  sound: { ...file('loop'), gain: 0.5 },
  bounds: { min: [0, 0, 0], max: [1, 1, 1] },
  seats: [],
  exhibits: [],
};

it('takes the files of the variant, the floor with both and the sound with none', () => {
  expect(filesOf(scene, 'full').map(({ url }) => url)).toEqual(['full', 'nav', 'baked']);
  expect(filesOf(scene, 'light').map(({ url }) => url)).toEqual(['thin', 'nav']);
});

it('takes all of a scene that has no light variant', () => {
  expect(pictureOf({ ...scene, light: null }, 'light')).toEqual({
    model: scene.model,
    lightmap: scene.lightmap,
    packed: false,
  });
});
