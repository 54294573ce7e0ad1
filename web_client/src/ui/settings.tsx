// Language and picture quality.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { storeAmbience } from '../scene/ambience';
import { type Quality, storeQuality } from '../scene/quality';
import { store } from '../store';
import { LanguageChoice } from './language';
import { SidePanel } from './panel';

function choose(quality: Quality): void {
  storeQuality(quality);
  const url = new URL(location.href);
  url.searchParams.delete('quality');
  location.replace(url);
}

function hear(on: boolean): void {
  storeAmbience(on);
  store.ambience.value = on;
}

export function Settings(): JSX.Element {
  return (
    <SidePanel title={t('settings.title')}>
      <LanguageChoice />
      {store.graphics.value !== 'off' && (
        <fieldset class="choice tall">
          <legend>{t('settings.quality')}</legend>
          {(['high', 'low'] as const).map((quality) => (
            <label key={quality}>
              <input
                type="radio"
                name="quality"
                value={quality}
                checked={store.quality.value === quality}
                onChange={() => choose(quality)}
              />
              <span>{t(`settings.${quality}`)}</span>
            </label>
          ))}
          <p class="hint">{t('settings.reload')}</p>
        </fieldset>
      )}
      {store.scene.value?.sound && store.graphics.value !== 'off' && (
        <fieldset class="choice tall">
          <legend>{t('settings.sound')}</legend>
          <label>
            <input type="checkbox" checked={store.ambience.value} onChange={(event) => hear(event.currentTarget.checked)} />
            <span>{t('settings.ambience')}</span>
          </label>
        </fieldset>
      )}
    </SidePanel>
  );
}
