// Settings: each choice is made at once and remembered in this browser.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { CHOICES, preferences } from '../preferences';
import { plain, store } from '../store';
import { LanguageChoice } from './language';
import { SidePanel } from './panel';
import { Choice, Switch } from './settings_choices';
import { HeadsetSettings } from './settings_headset';
import { VoiceSettings } from './voice_settings';

/** Materials are made for one quality: another one needs the room anew, at the same place. */
function reload(): void {
  const url = new URL(location.href);
  url.searchParams.delete('quality');
  location.replace(url);
}

function Picture(): JSX.Element {
  const { quality, measured } = preferences;
  const anew = (): void => {
    if (quality.value === 'auto') measured.value = null; // a fresh look at what the device can do
    reload();
  };
  return (
    <Choice name="quality" title="settings.quality" values={CHOICES.quality} chosen={quality} text={(one) => `settings.${one}`} onChoose={anew}>
      <p class="hint">{t('settings.reload')}</p>
    </Choice>
  );
}

function Sound(): JSX.Element | null {
  return store.scene.value?.sound ? <Switch title="settings.sound" text="settings.ambience" on={preferences.ambience} /> : null;
}

function Chimes(): JSX.Element {
  return <Switch title="sounds.title" text="sounds.chimes" on={preferences.chimes} />;
}

function Names(): JSX.Element {
  const { labels, labelSize } = preferences;
  return (
    <>
      <Choice name="labels" title="settings.labels.title" values={CHOICES.labels} chosen={labels} text={(one) => `settings.labels.${one}`} />
      <Choice name="labelSize" title="settings.labelSize.title" values={CHOICES.labelSize} chosen={labelSize} text={(one) => `settings.labelSize.${one}`} />
    </>
  );
}

function TurningSpeed(): JSX.Element {
  return (
    <Choice
      name="turning"
      title="settings.turning.title"
      values={['slow', 'normal', 'fast']}
      chosen={preferences.turning}
      text={(one) => `settings.turning.${one}`}
    />
  );
}

function Appearance(): JSX.Element {
  const { theme, motion } = preferences;
  return (
    <>
      <Choice name="theme" title="settings.theme.title" values={CHOICES.theme} chosen={theme} text={(one) => `settings.theme.${one}`} />
      <Choice name="motion" title="settings.motion.title" values={CHOICES.motion} chosen={motion} text={(one) => `settings.motion.${one}`} />
    </>
  );
}

/** What concerns the 3D view alone. */
function Space(): JSX.Element {
  return (
    <>
      <Picture />
      <Sound />
      <TurningSpeed />
      <Names />
      <Switch title="settings.keyboard" text="settings.letterKeys" on={preferences.letterKeys}>
        <p class="hint">{t('settings.withoutLetters')}</p>
      </Switch>
    </>
  );
}

/** While a headset is worn: its own comfort first, and nothing that needs the screen. */
export function WornSettings(): JSX.Element {
  return (
    <div class="settings">
      <LanguageChoice />
      <HeadsetSettings />
      <Appearance />
      <VoiceSettings />
      <Sound />
      <Chimes />
      <TurningSpeed />
      <Names />
    </div>
  );
}

export function Settings(): JSX.Element {
  const { view } = preferences;
  return (
    <SidePanel title={t('settings.title')}>
      <div class="settings">
        <LanguageChoice />
        {store.graphics.value !== 'off' && (
          <Choice name="view" title="settings.view.title" values={CHOICES.view} chosen={view} text={(one) => `settings.view.${one}`} />
        )}
        <Appearance />
        <VoiceSettings />
        <Chimes />
        {!plain.value && <Space />}
        {!plain.value && store.headset.value !== 'no' && <HeadsetSettings />}
      </div>
    </SidePanel>
  );
}
