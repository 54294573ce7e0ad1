// How to get around, in the fewest words.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { type Key, t } from '../i18n';
import { preferences } from '../preferences';
import { plain, store } from '../store';
import { SidePanel } from './panel';
import { activeShortcuts } from './shortcuts';
import { WearTopics } from './wear_topics';

const TOPICS = ['walk', 'look', 'touch', 'sit', 'exhibit', 'chat', 'staff'] as const;
/** Where there is nothing but fingers, how they do it comes first, and nothing is said of a mouse. */
const BY_TOUCH = ['touch', 'sit', 'exhibit', 'chat', 'staff'] as const;
const TAPPED = { touch: 'help.touchKeys', sit: 'help.sitKeys', exhibit: 'help.exhibitTaps', chat: 'help.chatTaps', staff: 'help.staffKeys' } as const;

function showSteps(): void {
  preferences.guideSeen.value = false;
  store.panel.value = null;
}

function Topic({ title, text }: { title: Key; text: Key }): JSX.Element {
  return (
    <div>
      <dt>{t(title)}</dt>
      <dd>{t(text)}</dd>
    </div>
  );
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

/** By mouse alone: a finger drags. The room takes the mouse, and Escape gives it back. */
function LookFreely({ controller }: { controller: Controller }): JSX.Element | null {
  if (plain.value || !matchMedia('(pointer: fine)').matches) return null;
  const look = (): void => {
    store.panel.value = null;
    controller.moving.lookFreely();
  };
  return (
    <button type="button" class="secondary" onClick={look}>
      {t('help.freely')}
    </button>
  );
}

export function Help({ controller }: { controller: Controller }): JSX.Element {
  return (
    <SidePanel title={t('help.title')}>
      <dl class="topics">
        {matchMedia('(any-pointer: fine)').matches
          ? TOPICS.map((topic) => <Topic key={topic} title={`help.${topic}`} text={`help.${topic}Keys`} />)
          : BY_TOUCH.map((topic) => <Topic key={topic} title={`help.${topic}`} text={TAPPED[topic]} />)}
        <Keys />
      </dl>
      {!plain.value && store.headset.value === 'offered' && (
        <details>
          <summary>{t('wearHelp.title')}</summary>
          <WearTopics />
        </details>
      )}
      <LookFreely controller={controller} />
      {!plain.value && (
        <button type="button" class="secondary" onClick={showSteps}>
          {t('help.again')}
        </button>
      )}
    </SidePanel>
  );
}
