// The waiting room: the place in the queue, kept up to date by the server.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import type { Phase } from '../net/phases';

interface Props {
  readonly phase: Phase & { name: 'waiting' };
  readonly controller: Controller;
}

export function Queue({ phase, controller }: Props): JSX.Element {
  const { place, waiting, capacity, reason } = phase;
  return (
    <main class="entry centred">
      <section class="card queue" aria-labelledby="queue-title">
        <p class="place" aria-hidden="true">
          {place}
        </p>
        <h1 id="queue-title">{reason === 'locked' ? t('queue.locked') : t('queue.title')}</h1>
        <p class="lead" role="status">
          {t('queue.place', { place, count: waiting })}
        </p>
        <progress aria-labelledby="queue-title" />
        <p class="hint">{t('queue.capacity', { capacity })}</p>
        <button type="button" class="secondary" onClick={() => controller.leave()}>
          {t('queue.leave')}
        </button>
      </section>
    </main>
  );
}
