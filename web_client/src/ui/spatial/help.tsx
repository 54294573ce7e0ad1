// How a headset's controls work, and what to do when it is too much.
import type { JSX } from 'preact';
import { t } from '../../i18n';
import { WearTopics } from '../wear_topics';
import { Frame } from './frame';

export function WearHelp(): JSX.Element {
  return (
    <Frame name="help" title={t('wearHelp.title')}>
      <WearTopics />
    </Frame>
  );
}
