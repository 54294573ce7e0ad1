// Follows what the browser tells of the line, and how fast the room's bytes really come, into the store.
import { effect } from '@preact/signals';
import { comesSlowly, type Line, networkOf } from './device';
import { store } from './store';

type Connection = Line & EventTarget;

/** `back` is called when the device is connected again. */
export function watchNetwork(back: () => void): void {
  const { connection } = navigator as { connection?: Connection };
  const look = (): void => void (store.network.value = networkOf(navigator.onLine, connection));
  look();
  connection?.addEventListener('change', look);
  window.addEventListener('offline', look);
  window.addEventListener('online', () => {
    look();
    back();
  });
  watchPace(() => performance.now() / 1000);
}

/** Browsers that tell nothing of the line are answered by the bytes. */
export function watchPace(now: () => number): void {
  let since = 0;
  effect(() => {
    const loading = store.loading.value;
    if (loading.name !== 'bytes') since = 0;
    else if (since === 0) since = now();
    else if (store.network.peek() === 'usual' && comesSlowly(loading.loaded, now() - since)) store.network.value = 'slow';
  });
}
