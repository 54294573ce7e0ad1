// One's own body makes no objects in a frame, however hands and head move.
import { expect, it } from 'vitest';
import { madeWhenCompiled, most, sum } from '../../avatars/allocation.test_help';
import { DOWN, UP, Wearer } from './wearer.test_help';

const WARM = 3000; // frames until the engine has compiled what is done once a frame
const FRAMES = 300;
const MOST_OBJECTS = 0.1; // a frame

it('makes no objects', { timeout: 60_000 }, async () => {
  const wearer = await Wearer.enters();
  let i = 0;
  const frame = (): void => {
    const t = i++ / 72;
    wearer.head(Math.sin(t) * 0.4, 1.5 + Math.sin(t * 0.7) * 0.1, Math.cos(t) * 0.4);
    wearer.hand('left', [-0.2, 1.2 + Math.sin(t * 3) * 0.3, -0.3]).hand('right', [0.3, 1.1, -0.4 + Math.cos(t * 2) * 0.2]);
    wearer.sources[0].squeeze = i % 100 < 50 ? DOWN : UP;
    wearer.frame(1 / 72);
  };
  for (let k = 0; k < WARM; k++) frame();
  const { objects } = await madeWhenCompiled(['avatars', 'xr'], () => {
    for (let k = 0; k < FRAMES; k++) frame();
  }, MOST_OBJECTS * FRAMES);
  expect(sum(objects) / FRAMES, most(objects, FRAMES)).toBeLessThan(MOST_OBJECTS);
});
