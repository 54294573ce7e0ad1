// Puts a headset together from its parts; loaded on its own, once a headset is offered.
import type { Vector3 } from 'three';
import type { Comfort } from '../interaction/comfort';
import type { World } from '../world';
import { Head } from './head';
import { Headset } from './headset';
import { Holding } from './holding/holding';
import { NameTag } from './name_tag';
import { Panels } from './panels/panels';
import type { Around } from './parts';
import { type Marked, Spots } from './spots';
import type { Ground } from './travel/teleport';

/** What the page does and knows for a headset. */
export interface Page extends Pick<Around, 'menu' | 'talk'> {
  /** What is pointed at in the room, in words; '' for nothing. */
  name(): string;
  /** Whose children are shown as panels. */
  readonly host: HTMLElement;
  /** The exhibit that is met: its panel does not stand before it. */
  met(): string | null;
  /** The hotspot that is open at the exhibit whose marks are shown. */
  openSpot(): string | null;
  useSpot(id: string): void;
}

export function makeHeadset(world: World, comfort: Comfort, page: Page): Headset {
  const { stage, others: { body }, safePlace } = world;
  const met = (): Vector3 | null => world.exhibits.placeOf(page.met() ?? '');
  const panels = new Panels(page.host, stage, comfort, (ray) => world.pointing.along(ray)?.distance ?? Infinity, met);
  stage.rig.add(panels.group);
  const head = new Head(stage);
  const holding = new Holding(world.hands, stage.rig, head);
  const spots = new Spots(markedOf(world, page), head.rotation);
  const tag = new NameTag(page.name);
  stage.scene.add(spots.mesh, tag.mesh);
  return new Headset(stage, head, aroundOf(world, comfort, page), { panels, holding, spots, tag, body, safePlace });
}

function markedOf(world: World, page: Page): Marked {
  return {
    get marks() { return world.exhibits.marks; },
    get open() { return page.openSpot(); },
    use: (id) => page.useSpot(id),
  };
}

function aroundOf({ self, pointing, others: { cast } }: World, comfort: Comfort, { menu, talk }: Page): Around {
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
    talk,
  };
}
