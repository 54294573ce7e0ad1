// How to get around, in the fewest words.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { SidePanel } from './panel';

const TOPICS = ['walk', 'look', 'touch', 'exhibit', 'chat', 'panels'] as const;

export function Help(): JSX.Element {
  return (
    <SidePanel title={t('help.title')}>
      <dl class="topics">
        {TOPICS.map((topic) => (
          <div key={topic}>
            <dt>{t(`help.${topic}`)}</dt>
            <dd>{t(`help.${topic}Keys`)}</dd>
          </div>
        ))}
      </dl>
    </SidePanel>
  );
}
