// How to get around, in the fewest words.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { plain, store } from '../store';
import { SidePanel } from './panel';
import { activeShortcuts } from './shortcuts';

const TOPICS = ['walk', 'look', 'touch', 'exhibit', 'chat'] as const;

function showSteps(): void {
  preferences.guideSeen.value = false;
  store.panel.value = null;
}

/** Every key that does something here, and what. */
function Keys(): JSX.Element {
  return (
    <>
      {activeShortcuts().map(({ keys, text }) => (
        <div key={text} class="shortcut">
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{t(text)}</dd>
        </div>
      ))}
    </>
  );
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
        <Keys />
      </dl>
      {!plain.value && (
        <button type="button" class="secondary" onClick={showSteps}>
          {t('help.again')}
        </button>
      )}
    </SidePanel>
  );
}
