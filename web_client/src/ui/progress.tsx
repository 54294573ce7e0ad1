// How far a room has come, in bytes that really arrived.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { store } from '../store';

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

export function Progress({ controller }: { controller: Controller }): JSX.Element {
  const loading = store.loading.value;
  switch (loading.name) {
    case 'failed':
      return (
        <p class="note alert" role="alert">
          {t('entry.failed')}{' '}
          <button type="button" class="link" onClick={() => void controller.prepare()}>
            {t('entry.again')}
          </button>
        </p>
      );
    case 'ready':
      return <p class="progress-text done">{t('entry.ready')}</p>;
    default: {
      const { loaded, total } = loading.name === 'bytes' ? loading : { loaded: 0, total: 1 };
      const building = loading.name === 'building';
      return (
        <div class="progress">
          <p class="progress-text" id="progress-text">
            <span>{building ? t('entry.building') : t('entry.preparing')}</span>
            {loading.name === 'bytes' && (
              <span class="figures">{t('entry.bytes', { loaded: megabytes(loaded), total: megabytes(total) })}</span>
            )}
          </p>
          <progress aria-labelledby="progress-text" max={total} value={building ? total : loaded} />
        </div>
      );
    }
  }
}
