// How to get around, in the fewest words.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { plain, store } from '../store';
import { SidePanel } from './panel';

const TOPICS = ['walk', 'look', 'touch', 'exhibit', 'chat', 'panels'] as const;

function showSteps(): void {
  preferences.guideSeen.value = false;
  store.panel.value = null;
}

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
      {!plain.value && (
        <button type="button" class="secondary" onClick={showSteps}>
          {t('help.again')}
        </button>
      )}
    </SidePanel>
  );
}
