// How a headset's controls work, and what to do when it is too much.
import type { JSX } from 'preact';
import { t } from '../../i18n';
import { Frame } from './frame';

const TOPICS = ['point', 'menu', 'move', 'turn', 'hold', 'give', 'gaze', 'away'] as const;

export function WearHelp(): JSX.Element {
  return (
    <Frame name="help" title={t('wearHelp.title')}>
      <dl class="topics">
        {TOPICS.map((topic) => (
          <div key={topic}>
            <dt>{t(`wearHelp.${topic}`)}</dt>
            <dd>{t(`wearHelp.${topic}Text`)}</dd>
          </div>
        ))}
      </dl>
    </Frame>
  );
}
