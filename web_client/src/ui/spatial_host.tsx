// Brings what a wearer of a headset sees in place of the screen's panels, once a headset is there: a script of its own,
// rendered into a host that lies outside the picture and is painted onto surfaces in the room (xr/panels).
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Controller } from '../controller';
import { store } from '../store';

export function bringPanels(controller: Controller, host: HTMLElement): void {
  let coming: Promise<typeof import('./spatial/app')> | null = null;
  effect(() => {
    if (store.headset.value === 'no') return;
    coming ??= import('./spatial/app');
    void coming.then(({ SpatialApp }) => render(store.headset.value === 'worn' ? <SpatialApp controller={controller} /> : null, host));
  });
}
