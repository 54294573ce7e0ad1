// Builds the page: languages, panels, connection, and the 3D view where the device can show one.
import '@fontsource-variable/noto-sans-sc';
import './ui/styles/index.css';
import { render } from 'preact';
import { Controller } from './controller';
import { preferred, speak, storedLanguage } from './i18n';
import { Keys } from './interaction/keys';
import { api } from './net/api';
import { Connection, type SocketLike } from './net/connection';
import { tabMemory } from './net/memory';
import { randomId } from './net/outbox';
import { recallPlace, rememberPlace } from './net/place';
import { installProbe } from './probe';
import { SOCKET_PATH, SUBPROTOCOL } from './protocol/generated';
import type { SceneDescription } from './scene/description';
import { chooseQuality, graphicsDriver, storedQuality } from './scene/quality';
import { store } from './store';
import { App } from './ui/app';
import { listenToShortcuts } from './ui/shortcuts';

function openSocket(): SocketLike {
  const url = new URL(SOCKET_PATH, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url, SUBPROTOCOL) as SocketLike;
}

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}

/** Three and all that draws come in a chunk of their own, while the entrance is already there. */
async function buildWorld(controller: Controller): Promise<void> {
  const { makeWorld } = await import('./world_factory');
  controller.world = makeWorld(document.querySelector<HTMLCanvasElement>('#view')!, controller, new Keys(window));
  store.graphics.value = 'on';
}

async function loadBranch(): Promise<void> {
  store.branchFailed.value = false;
  try {
    const branch = await api.branch();
    store.branch.value = branch;
    store.room.value = branch.rooms[0] ?? null;
    if (store.room.value) store.scene.value = await api.json<SceneDescription>(store.room.value.scene);
  } catch {
    store.branchFailed.value = true;
    setTimeout(() => void loadBranch().then(() => loadRoom(controller)), 3000);
  }
}

async function loadRoom({ world }: Controller): Promise<void> {
  const scene = store.scene.value;
  if (!world || !scene || store.loading.value.name === 'ready') return;
  try {
    await world.load(scene, (loaded, total) => {
      store.loading.value = loaded < total ? { name: 'bytes', loaded, total } : { name: 'building' };
    });
    store.loading.value = { name: 'ready' };
    if (!store.me.value) world.backdrop();
  } catch {
    store.loading.value = { name: 'failed' };
  }
}

const memory = tabMemory(sessionStorage);
const controller = new Controller(memory.load() ? recallPlace(sessionStorage) : null);
controller.connection = new Connection(
  { api, memory, openSocket, after, random: Math.random, makeId: randomId },
  controller.visit,
);

speak(preferred(storedLanguage(), navigator.languages));
installProbe(controller);
render(<App controller={controller} reload={() => void loadRoom(controller)} />, document.querySelector('#ui')!);
listenToShortcuts(controller);
window.addEventListener('online', () => controller.connection.networkBack());
window.addEventListener('pagehide', () => rememberPlace(sessionStorage, controller.place()));

const known = memory.load();
if (known) controller.wish(known.name);
const driver = graphicsDriver();
store.quality.value = chooseQuality(location.search, storedQuality(), driver ?? '');
if (driver === null) store.graphics.value = 'off';
await Promise.all([loadBranch(), driver === null ? null : buildWorld(controller).catch(() => (store.graphics.value = 'off'))]);
await loadRoom(controller);
