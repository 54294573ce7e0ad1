// Builds the staff's page (staff.html): languages, the console, and who is signed in already.
import 'virtual:interface-font.css';
import '../ui/styles/index.css';
import '../ui/styles/staff_door.css';
import '../ui/styles/console.css';
import '../ui/styles/console_parts.css';
import '../ui/styles/console_plan.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { CHIME_MS, Chimes } from '../chimes';
import { learn, localised, preferred, speak, t } from '../i18n';
import { staffPage as en } from '../i18n/en/console';
import { staffPage as ja } from '../i18n/ja/console';
import { staffPage as zh } from '../i18n/zh/console';
import { api, ApiError } from '../net/api';
import { after, openSocket } from '../net/browser';
import { tabMemory } from '../net/memory';
import { randomId } from '../net/outbox';
import { preferences } from '../preferences';
import { roomToEnter } from '../rooms';
import { soundFor } from '../sound';
import { store } from '../store';
import { followAppearance } from '../ui/appearance';
import { type Account, staffApi } from './api';
import { App } from './app';
import { Desk } from './desk';
import { desk } from './state';
import { lookWhere } from './where';

const AGAIN_MS = 3000;
const WHERE_MS = 2000;

const chimes = new Chimes(() => soundFor(CHIME_MS), () => performance.now(), () => navigator.userActivation?.hasBeenActive ?? true);
const controller = new Desk({
  openSocket,
  after,
  random: Math.random,
  makeId: randomId,
  memory: tabMemory(sessionStorage),
  chimes,
  ground: async (scene) => (await import('../scene/ground')).groundOf(scene), // three comes while the rest is there
});

function signedIn(account: Account): void {
  controller.enter(account, roomToEnter(store.branch.value?.rooms ?? [], location.search, undefined));
}

async function loadBranch(): Promise<void> {
  for (;;) {
    try {
      store.branch.value = await api.branch();
      desk.unreachable.value = false;
      return;
    } catch {
      desk.unreachable.value = true;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Whoever is signed in goes straight in; everybody else to the door. */
async function begin(): Promise<void> {
  await loadBranch();
  for (;;) {
    try {
      return signedIn(await staffApi.me());
    } catch (problem) {
      if (problem instanceof ApiError && !problem.passing) break;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  desk.stage.value = { name: 'door', why: null };
}

learn({ en, zh, ja });
speak(preferred(preferences.language.value, navigator.languages));
followAppearance(document.documentElement);
store.chatOpen.value = true;
effect(() => chimes.want(preferences.chimes.value));
effect(() => {
  const calling = store.calls.value.filter(({ by }) => by === null).length; // to be seen on the tab, too
  document.title = `${calling > 0 ? `(${calling}) ` : ''}${t('console.title')} · ${localised(store.branch.value?.name)}`;
});
window.addEventListener('online', () => controller.connection.networkBack());
setInterval(() => lookWhere(controller.visit), WHERE_MS);
render(<App controller={controller} signedIn={signedIn} />, document.querySelector('#ui')!);
void import('virtual:other-fonts.css'); // names that people typed may need them
void begin();
