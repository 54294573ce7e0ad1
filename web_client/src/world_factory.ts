// Makes the 3D view; loaded on its own, so that three does not hold up the entrance.
import type { Controller } from './controller';
import type { Keys } from './interaction/keys';
import { Stage } from './scene/stage';
import { store } from './store';
import { moveMarks } from './ui/marks';
import { World } from './world';
import { Headset } from './xr/headset';

export function makeWorld(canvas: HTMLCanvasElement, controller: Controller, keys: Keys): World {
  const stage = new Stage(canvas, store.quality.value);
  const world = new World(stage, controller.visit, keys, controller.grasp, {
    near: (exhibit) => controller.near(exhibit),
    doorway: (room) => controller.doorway(room),
    clicked: (exhibit) => controller.pointed(exhibit),
    drawn: () => moveMarks(world.exhibits.marks),
    headset: (worn) => (store.headset.value = worn ? 'worn' : 'offered'),
  });
  void Headset.offered().then((offered) => (store.headset.value = offered ? 'offered' : 'no'));
  return world;
}
