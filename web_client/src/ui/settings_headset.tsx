// What is comfortable in a headset: chosen on the screen beforehand, or while it is worn.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { CHOICES, preferences } from '../preferences';
import { store } from '../store';
import { Choice, Switch } from './settings_choices';

export function HeadsetSettings(): JSX.Element {
  const { posture, travel, turn, hand, vignette, gaze, space } = preferences;
  return (
    <div class="settings" role="group" aria-labelledby="wear-title">
      <h3 id="wear-title">{t('wear.title')}</h3>
      <Choice name="posture" title="wear.posture.title" values={CHOICES.posture} chosen={posture} text={(one) => `wear.posture.${one}`} />
      <Choice name="travel" title="wear.travel.title" values={CHOICES.travel} chosen={travel} text={(one) => `wear.travel.${one}`} />
      <Choice name="turn" title="wear.turn.title" values={CHOICES.turn} chosen={turn} text={(one) => `wear.turn.${one}`} />
      <Switch title="wear.view" text="wear.vignette" on={vignette} />
      <Choice name="hand" title="wear.hand.title" values={CHOICES.hand} chosen={hand} text={(one) => `wear.hand.${one}`} />
      <Switch title="wear.pointing" text="wear.gaze" on={gaze}>
        <p class="hint">{t('wear.gazeHint')}</p>
      </Switch>
      <Switch title="wear.closeness" text="wear.space" on={space} />
      <Switch title="wear.words" text="wear.captions" on={store.captions} />
    </div>
  );
}
