// Settings: each choice is made at once and remembered in this browser.
import type { Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { type Key, t } from '../i18n';
import { CHOICES, preferences } from '../preferences';
import { plain, store } from '../store';
import { LanguageChoice } from './language';
import { SidePanel } from './panel';

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly title: Key;
  readonly values: readonly T[];
  readonly chosen: Signal<T>;
  readonly text: (value: T) => Key;
  readonly onChoose?: () => void;
  readonly children?: ComponentChildren;
}

function Choice<T extends string>({ name, title, values, chosen, text, onChoose, children }: ChoiceProps<T>): JSX.Element {
  const choose = (value: T): void => {
    chosen.value = value;
    onChoose?.();
  };
  return (
    <fieldset class="choice">
      <legend>{t(title)}</legend>
      {values.map((value) => (
        <label key={value}>
          <input type="radio" name={name} checked={chosen.value === value} onChange={() => choose(value)} />
          <span>{t(text(value))}</span>
        </label>
      ))}
      {children}
    </fieldset>
  );
}

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

function Switch({ title, text, on, children }: { title: Key; text: Key; on: Signal<boolean>; children?: ComponentChildren }): JSX.Element {
  return (
    <fieldset class="choice">
      <legend>{t(title)}</legend>
      <label>
        <input type="checkbox" checked={on.value} onChange={(event) => (on.value = event.currentTarget.checked)} />
        <span>{t(text)}</span>
      </label>
      {children}
    </fieldset>
  );
}

/** What concerns the 3D view alone. */
function Space(): JSX.Element {
  const { turning, labels, labelSize } = preferences;
  return (
    <>
      <Picture />
      {store.scene.value?.sound && <Switch title="settings.sound" text="settings.ambience" on={preferences.ambience} />}
      <Choice name="turning" title="settings.turning.title" values={['slow', 'normal', 'fast']} chosen={turning} text={(one) => `settings.turning.${one}`} />
      <Choice name="labels" title="settings.labels.title" values={CHOICES.labels} chosen={labels} text={(one) => `settings.labels.${one}`} />
      <Choice name="labelSize" title="settings.labelSize.title" values={CHOICES.labelSize} chosen={labelSize} text={(one) => `settings.labelSize.${one}`} />
      <Switch title="settings.keyboard" text="settings.letterKeys" on={preferences.letterKeys}>
        <p class="hint">{t('settings.withoutLetters')}</p>
      </Switch>
    </>
  );
}

export function Settings(): JSX.Element {
  const { theme, motion, view } = preferences;
  return (
    <SidePanel title={t('settings.title')}>
      <div class="settings">
        <LanguageChoice />
        {store.graphics.value !== 'off' && (
          <Choice name="view" title="settings.view.title" values={CHOICES.view} chosen={view} text={(one) => `settings.view.${one}`} />
        )}
        <Choice name="theme" title="settings.theme.title" values={CHOICES.theme} chosen={theme} text={(one) => `settings.theme.${one}`} />
        <Choice name="motion" title="settings.motion.title" values={CHOICES.motion} chosen={motion} text={(one) => `settings.motion.${one}`} />
        {!plain.value && <Space />}
      </div>
    </SidePanel>
  );
}
