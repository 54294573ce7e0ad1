// Makes the 3D view; loaded on its own, so that three does not hold up the entrance.
import { effect } from '@preact/signals';
import type { Controller } from './controller';
import { language, t } from './i18n';
import type { Keys } from './interaction/keys';
import type { Dressing } from './scene/dressing';
import type { Setting } from './scene/loader';
import { onDuty } from './badges';
import { calm, preferences, turningFactor } from './preferences';
import { AutoQuality } from './scene/autoquality';
import { HeadsetPicture } from './scene/headset_picture';
import { Stage } from './scene/stage';
import { store } from './store';
import { readCovered } from './ui/covered';
import { moveMarks } from './ui/marks';
import { movePointed, pointedName } from './ui/pointed';
import { World } from './world';
import { WorldTable } from './world_table';
import type { Comfort } from './interaction/comfort';
import { offered } from './xr/session';

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
  const comfort: Comfort = {
    get calm() { return calm.value; },
    get turning() { return turningFactor.value; },
    get posture() { return preferences.posture.value; },
    get travel() { return preferences.travel.value; },
    get turn() { return preferences.turn.value; },
    get vignette() { return preferences.vignette.value; },
    get hand() { return preferences.hand.value; },
    get gaze() { return preferences.gaze.value; },
  };
  const keepUp = keepsUp(stage);
  const world = new World(stage, setting, controller.visit, keys, controller.handling.grasp, comfort, {
    near: (exhibit) => controller.handling.near(exhibit),
    doorway: (room) => controller.doorway(room),
    drawn: () => {
      moveMarks(world.exhibits);
      readCovered(world.self.closer.covered);
      keepUp();
      inHeadset.drawn(performance.now(), world.times.busy);
    },
    hovered: (pointed) => (store.pointed.value = pointed),
    used: ({ kind, id }) => controller.moving.use(kind, id),
    pointerAt: movePointed,
    aiming: (on) => (store.aiming.value = on),
    stood: () => controller.moving.stood(),
    steppedBack: () => controller.looking.gone(),
    take: (exhibit) => controller.handling.accept(exhibit),
    putBack: () => controller.handling.putBack(),
    reached: (slot) => controller.handling.passing.reached(slot),
    headset: (worn) => controller.wearing.changed(worn),
  });
  const inHeadset = new HeadsetPicture(stage.renderer.xr, world.others.crowd);
  effect(() => world.speak(language.value));
  effect(() => {
    const staff = onDuty(store.members.value).map(({ name, staff: role }) => ({ name, role }));
    world.tell({ staff, announcement: store.announcements.value.at(-1)?.text ?? null });
  });
  effect(() => { world.others.crowd.keepsSpace = preferences.space.value; });
  effect(() => world.others.plates.choose({ reach: preferences.labels.value, large: preferences.labelSize.value === 'large' }));
  effect(() => world.ambience.want(preferences.ambience.value));
  stage.watchContext((lost) => {
    store.pictureLost.value = lost;
    if (!lost) controller.tell(t('picture.back'), false);
  });
  void offerHeadset(world, controller, comfort);
  void offerTable(world, controller, comfort);
  return world;
}

/** All that a headset takes comes once one is offered, so that putting it on is at once: a click does not last. */
async function offerHeadset(world: World, { wearing, handling, speaking }: Controller, comfort: Comfort): Promise<void> {
  if (!(await offered('immersive-vr'))) return;
  const { makeHeadset } = await import('./xr/headset_factory');
  const open = (): string | null => store.exhibits.value.get(store.focus.value ?? '')?.hotspot ?? null;
  world.self.headset = wearing.worn = makeHeadset(world, comfort, {
    host: document.querySelector<HTMLElement>('#spatial')!,
    menu: () => wearing.menu(),
    talk: (on) => (on ? speaking.press('controller') : speaking.release('controller')),
    name: pointedName,
    met: () => store.focus.value,
    openSpot: open,
    useSpot: (id) => store.focus.value !== null && handling.hotspot(store.focus.value, open() === id ? null : id),
  });
  store.headset.value = 'offered';
}

/** The same for an exhibit on one's own table. */
async function offerTable(world: World, { tabletop }: Controller, comfort: Comfort): Promise<void> {
  if (!(await offered('immersive-ar'))) return;
  const { Table } = await import('./xr/table/table');
  const table = new Table(world.stage, comfort, {
    begun: (overlaid) => tabletop.begun(overlaid),
    stands: (put) => tabletop.stands(put),
    part: (id) => tabletop.part(id),
    closed: () => tabletop.closed(),
  });
  world.table = new WorldTable(table, world.self, () => world.exhibits, document.querySelector<HTMLElement>('#ui')!);
  store.tableOffered.value = true;
}

/**
 * To be called after each picture. A device that does not keep up with the fine one gets fewer pixels at once, and
 * simpler materials from the next visit on; unless the person has chosen a quality.
 */
function keepsUp(stage: Stage): () => void {
  const auto = new AutoQuality();
  return () => {
    const free = preferences.quality.value === 'auto' && stage.quality === 'high' && store.headset.value !== 'worn';
    if (!free || !auto.shown(performance.now())) return;
    stage.sharpen(auto.quality === 'high');
    preferences.measured.value = auto.quality === 'high' ? null : 'low';
  };
}
