// Talking in the room: the chat as on the screen, and ready phrases for whom a keyboard is too slow.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Controller } from '../../controller';
import { t } from '../../i18n';
import { Chat } from '../chat';
import { Frame } from './frame';

const PHRASES = {
  greet: ['hello', 'nice', 'bye'],
  ask: ['help', 'show', 'unheard', 'where', 'how'],
  answer: ['thanks', 'yes', 'no', 'moment', 'looking'],
} as const;
type Matter = keyof typeof PHRASES;
const MATTERS = Object.keys(PHRASES) as Matter[];

const matter = signal<Matter>('greet');

interface Props {
  readonly controller: Controller;
}

function Phrases({ controller }: Props): JSX.Element {
  return (
    <section class="phrases" aria-labelledby="phrases-title">
      <div class="matters" role="group" aria-labelledby="phrases-title">
        <h3 id="phrases-title">{t('headset.say')}</h3>
        {MATTERS.map((one) => (
          <button key={one} type="button" class="matter" aria-pressed={matter.value === one} onClick={() => (matter.value = one)}>
            {t(`phrases.${one}`)}
          </button>
        ))}
      </div>
      <div class="choices">
        {PHRASES[matter.value].map((phrase) => (
          <button key={phrase} type="button" class="phrase" onClick={() => controller.talk.say(t(`phrases.${phrase}`))}>
            {t(`phrases.${phrase}`)}
          </button>
        ))}
      </div>
    </section>
  );
}

export function Talk({ controller }: Props): JSX.Element {
  useEffect(() => controller.talk.unfold(true), [controller]);
  return (
    <Frame name="chat" title={t('hud.chat')}>
      <Chat controller={controller} />
      <Phrases controller={controller} />
    </Frame>
  );
}
