// How the controls of a headset work: read in it, and on the screen before one puts it on.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { store } from '../store';
import { voicing } from '../voicing';

const TOPICS = ['point', 'menu', 'move', 'turn', 'hold', 'give', 'gaze', 'away'] as const;

function Topic({ title, text }: { title: string; text: string }): JSX.Element {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  );
}

export function WearTopics(): JSX.Element {
  return (
    <dl class="topics">
      {TOPICS.map((topic) => (
        <Topic key={topic} title={t(`wearHelp.${topic}`)} text={t(`wearHelp.${topic}Text`)} />
      ))}
      {voicing.offered.value && <Topic title={t('voice.controller')} text={t('voice.controllerText')} />}
      {store.tableOffered.value && <Topic title={t('table.begin')} text={t('table.help')} />}
    </dl>
  );
}
