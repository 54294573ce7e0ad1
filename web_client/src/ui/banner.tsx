// The line is broken: says so calmly, and that coming back happens by itself.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { store } from '../store';

export function Banner({ controller }: { controller: Pick<Controller, 'retry'> }): JSX.Element | null {
  if (store.phase.value.name !== 'lost') return null;
  return (
    <div class="banner glass" role="status">
      <span class="spinner" aria-hidden="true" />
      <p>
        <strong>{t('line.lost')}</strong> <span>{t('line.held')}</span>
      </p>
      <button type="button" class="link" onClick={() => controller.retry()}>
        {t('line.retry')}
      </button>
    </div>
  );
}
