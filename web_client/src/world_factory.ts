// Makes the 3D view; loaded on its own, so that three does not hold up the entrance.
import { effect } from '@preact/signals';
import type { Controller } from './controller';
import { language } from './i18n';
import type { Keys } from './interaction/keys';
import type { Dressing } from './scene/dressing';
import type { Setting } from './scene/loader';
import { calm, preferences, turningFactor } from './preferences';
import { Stage } from './scene/stage';
import { store } from './store';
import { moveMarks } from './ui/marks';
import { movePointed } from './ui/pointed';
import { World } from './world';
import type { Comfort } from './world_self';
import { Headset } from './xr/headset';

const PLAIN: Dressing = { name: {}, brand: null, today: [] };

export function makeWorld(canvas: HTMLCanvasElement, controller: Controller, keys: Keys): World {
  const stage = new Stage(canvas, store.quality.value);
  const setting = (): Setting => ({
    renderer: stage.renderer,
    quality: store.quality.value,
    variant: store.variant.value,
    dressing: store.branch.value ?? PLAIN,
    language: language.value,
  });
  const comfort = (): Comfort => ({ calm: calm.value, turning: turningFactor.value });
  const world = new World(stage, setting, controller.visit, keys, controller.handling.grasp, comfort, {
    near: (exhibit) => controller.handling.near(exhibit),
    doorway: (room) => controller.doorway(room),
    drawn: () => moveMarks(world.exhibits.marks),
    hovered: (pointed) => (store.pointed.value = pointed),
    used: ({ kind, id }) => controller.moving.use(kind, id),
    pointerAt: movePointed,
    aiming: (on) => (store.aiming.value = on),
    stood: () => controller.moving.stood(),
    headset: (worn) => (store.headset.value = worn ? 'worn' : 'offered'),
  });
  effect(() => world.speak(language.value));
  effect(() => world.ambience.want(preferences.ambience.value));
  void Headset.offered().then((offered) => (store.headset.value = offered ? 'offered' : 'no'));
  return world;
}
