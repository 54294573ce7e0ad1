// What this device will show, in a sentence, and the other way in: without 3D.
import type { JSX } from 'preact';
import { sentences } from '../device';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { store } from '../store';

export function DeviceLine(): JSX.Element | null {
  const graphics = store.graphics.value;
  const list = preferences.view.value === 'list';
  if (graphics === 'unknown') return null;
  const { quality, headset, loading } = store;
  const network = loading.value.name === 'ready' ? 'usual' : store.network.value; // no patience is needed any more
  const said = sentences({ graphics, quality: quality.value, headset: headset.value, network, list });
  return (
    <div class="device">
      <p class="hint">{said.map((key) => t(key)).join(' ')}</p>
      {graphics === 'on' && (
        <button type="button" class="link" onClick={() => (preferences.view.value = list ? 'space' : 'list')}>
          {t(list ? 'device.goSpace' : 'device.goPlain')}
        </button>
      )}
    </div>
  );
}
