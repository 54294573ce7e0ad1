// The device has no connection: said before anything else, and over by itself.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { Page } from './page';

export function Offline({ again }: { again: () => void }): JSX.Element {
  return (
    <Page icon="offline" title={t('offline.title')} text={t('offline.text')}>
      <button type="button" class="primary" onClick={again}>
        {t('offline.act')}
      </button>
    </Page>
  );
}
