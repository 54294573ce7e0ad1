// The waiting room: the place in the queue, kept up to date by the server, and something to read meanwhile.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import type { Phase } from '../net/phases';
import { LanguageChoice } from './language';
import { Today } from './today';

interface Props {
  readonly phase: Phase & { name: 'waiting' };
  readonly controller: Controller;
}

export function Queue({ phase, controller }: Props): JSX.Element {
  const { place, waiting, capacity, reason } = phase;
  return (
    <main class="entry centred">
      <section class="card page" aria-labelledby="queue-title">
        <span class="sign number" aria-hidden="true">
          {place}
        </span>
        <h1 id="queue-title">{reason === 'locked' ? t('queue.locked') : t('queue.title')}</h1>
        <p class="lead" role="status">
          {t('queue.place', { place, count: waiting })}
        </p>
        <progress aria-labelledby="queue-title" />
        <p class="hint">{t('queue.capacity', { capacity })}</p>
        <Today />
        <button type="button" class="secondary" onClick={() => controller.leave()}>
          {t('queue.leave')}
        </button>
        <LanguageChoice />
      </section>
    </main>
  );
}
