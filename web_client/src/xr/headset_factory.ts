// Puts a headset together from its parts; loaded on its own, once a headset is offered.
import type { Comfort } from '../interaction/comfort';
import type { World } from '../world';
import { Head } from './head';
import { Headset } from './headset';
import { Holding } from './holding/holding';
import { Panels } from './panels/panels';
import type { Around } from './parts';
import type { Ground } from './travel/teleport';

/** `host`: whose children are shown as panels; `menu`: its button has been pressed. */
export function makeHeadset(world: World, comfort: Comfort, host: HTMLElement, menu: () => void): Headset {
  const { stage, body, safePlace } = world;
  const panels = new Panels(host, stage, comfort);
  stage.rig.add(panels.group);
  const head = new Head(stage);
  const holding = new Holding(world.hands, stage.rig, head);
  return new Headset(stage, head, aroundOf(world, comfort, menu), { panels, holding, body, safePlace });
}

function aroundOf({ self, pointing, cast }: World, comfort: Comfort, menu: () => void): Around {
  const ground: Ground = {
    get floor() { return self.floor; },
    along: pointing.along,
    end: pointing.end,
    placeOf: (kind, id) => self.placeOf(kind, id),
    free: (at) => self.isFree(at),
    leap: (to, yaw) => self.leapTo(to, yaw),
    use: pointing.use,
    hovers: pointing.names,
  };
  return {
    walker: self.walker,
    ground,
    behind: { hovers: pointing.names, use: pointing.use },
    figures: cast.figures,
    comfort,
    worn: (on) => self.wore(on),
    menu,
  };
}
