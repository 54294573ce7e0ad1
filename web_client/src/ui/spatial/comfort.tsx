// Settings while the headset is worn: its height and direction, which act at once, and all that is remembered.
import type { JSX } from 'preact';
import type { Controller } from '../../controller';
import { t } from '../../i18n';
import { Icon, type IconName } from '../icons';
import { WornSettings } from '../settings';
import { Frame } from './frame';

const STEP_M = 0.05;

function Act({ icon, text, act }: { icon: IconName; text: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="secondary" onClick={act}>
      <Icon name={icon} />
      {text}
    </button>
  );
}

export function WornComfort({ controller: { wearing } }: { controller: Controller }): JSX.Element {
  return (
    <Frame name="settings" title={t('settings.title')}>
      <div class="doings" role="group" aria-label={t('wear.height')}>
        <Act icon="up" text={t('wear.higher')} act={() => wearing.raise(STEP_M)} />
        <Act icon="down" text={t('wear.lower')} act={() => wearing.raise(-STEP_M)} />
        <Act icon="again" text={t('wear.recentre')} act={() => wearing.recentre()} />
      </div>
      <WornSettings />
    </Frame>
  );
}
