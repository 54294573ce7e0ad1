// Builds the page: languages, panels, connection, and the 3D view where the device can show one.
import 'virtual:interface-font.css';
import './ui/styles/index.css';
import { batch, effect } from '@preact/signals';
import { render } from 'preact';
import { anybody } from './avatars/look';
import { Controller } from './controller';
import { preferred, speak } from './i18n';
import { Keys } from './interaction/keys';
import { api } from './net/api';
import { after, openSocket } from './net/browser';
import { Connection } from './net/connection';
import { tabMemory } from './net/memory';
import { randomId } from './net/outbox';
import { recallPlace, rememberPlace } from './net/place';
import { OtherTabs } from './net/other_tabs';
import { installProbe } from './probe';
import { addressOf, roomToEnter } from './rooms';
import { preferences } from './preferences';
import { chooseQuality, graphicsDriver } from './scene/quality';
import { chooseVariant, thisDevice } from './scene/variant';
import { inRoom, store } from './store';
import { App } from './ui/app';
import { followAppearance } from './ui/appearance';
import { listenToShortcuts } from './ui/shortcuts';
import { bringPanels } from './ui/spatial_host';
import { watchNetwork } from './watch';

/** Three and all that draws come in a chunk of their own, while the entrance is already there. */
async function buildWorld(controller: Controller): Promise<void> {
  try {
    const { makeWorld } = await import('./world_factory');
    controller.furnish(makeWorld(document.querySelector<HTMLCanvasElement>('#view')!, controller, new Keys(window, () => preferences.letterKeys.value)));
    store.graphics.value = 'on';
  } catch {
    store.graphics.value = 'off';
    controller.furnish(null);
  }
}

async function loadBranch(): Promise<void> {
  store.branchFailed.value = false;
  try {
    const branch = await api.branch();
    if (branch.brand?.logo) new Image().src = branch.brand.logo.url; // drawn when the room is built
    const room = roomToEnter(branch.rooms, location.search, known?.room);
    batch(() => {
      store.branch.value = branch;
      store.room.value = room;
    });
    if (room) await controller.scenery.know(room.scene);
  } catch {
    store.branchFailed.value = true;
    setTimeout(() => void loadBranch().then(() => controller.prepare()), 3000);
  }
}

/** The address names the room one is in, so that it can be kept or given to somebody. */
function nameRoom(): void {
  const room = store.room.value;
  if (inRoom.value && room)
    history.replaceState(null, '', addressOf(location.href, room.room, store.branch.value?.rooms ?? []));
}

const memory = tabMemory(sessionStorage);
const known = memory.load();
const controller = new Controller(known ? recallPlace(sessionStorage) : null);
controller.connection = new Connection(
  { api, memory, openSocket, after, random: Math.random, makeId: randomId },
  controller.visit,
);

speak(preferred(preferences.language.value, navigator.languages));
followAppearance(document.documentElement);
watchNetwork(() => {
  controller.connection.networkBack();
  if (store.loading.value.name === 'failed') void controller.prepare();
});
installProbe(controller);
render(<App controller={controller} />, document.querySelector('#ui')!);
bringPanels(controller, document.querySelector<HTMLElement>('#spatial')!);
listenToShortcuts(controller);
window.addEventListener('pagehide', () => rememberPlace(sessionStorage, controller.place()));

effect(nameRoom);
effect(() => controller.chimes.want(preferences.chimes.value));
const otherTabs = new OtherTabs(new BroadcastChannel('vbranch'), (elsewhere) => (store.elsewhere.value = elsewhere));
effect(() => otherTabs.inside(inRoom.value ? store.me.value!.name : null));
window.addEventListener('pagehide', () => otherTabs.inside(null));
store.avatar.value = known?.avatar ?? anybody(Math.random);
if (known) controller.wish(known.name);
const driver = graphicsDriver();
store.quality.value = chooseQuality({
  search: location.search,
  chosen: preferences.quality.value,
  measured: preferences.measured.value,
  driver: driver ?? '',
});
store.variant.value = chooseVariant(location.search, store.quality.value, thisDevice());
if (driver === null) store.graphics.value = 'off';
else void buildWorld(controller);
void import('virtual:other-fonts.css'); // what people type may need them
await loadBranch();
await controller.prepare(); // the room's files come while three does
