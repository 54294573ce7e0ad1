// How one talks and hears others: made at once and remembered.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { CHOICES, preferences } from '../preferences';
import { store } from '../store';
import { voicing } from '../voicing';
import { Choice } from './settings_choices';

/** Their names are known once a microphone was allowed. */
function Devices(): JSX.Element | null {
  const devices = voicing.devices.value;
  const { microphone } = preferences;
  if (devices.length < 2 || store.headset.value === 'worn') return null;
  const choose = (device: string): void => void (microphone.value = device === '' ? null : device);
  return (
    <div class="field">
      <label for="microphone">{t('voice.settings.device')}</label>
      <select id="microphone" value={microphone.value ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t('voice.settings.usual')}</option>
        {devices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

export function VoiceSettings(): JSX.Element | null {
  const { talk, voices } = preferences;
  if (!voicing.offered.value) return null;
  return (
    <>
      <Choice name="talk" title="voice.settings.talk.title" values={CHOICES.talk} chosen={talk} text={(one) => `voice.settings.talk.${one}`} />
      <Devices />
      <Choice name="voices" title="voice.settings.volume.title" values={CHOICES.voices} chosen={voices} text={(one) => `voice.settings.volume.${one}`}>
        {voices.value === 'off' && <p class="hint">{t('voice.settings.offHint')}</p>}
      </Choice>
    </>
  );
}
