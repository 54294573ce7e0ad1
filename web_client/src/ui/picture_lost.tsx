// The graphics card has let go of the picture: one is told, stays in the room, and may go on with the list.
import type { JSX } from 'preact';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { plain, store } from '../store';

export function PictureLost(): JSX.Element | null {
  if (!store.pictureLost.value || plain.value) return null;
  return (
    <section class="preparing" aria-labelledby="picture-lost">
      <div class="card" role="alert">
        <h2 id="picture-lost">{t('picture.title')}</h2>
        <p>{t('picture.text')}</p>
        <button type="button" class="primary" onClick={() => (preferences.view.value = 'list')}>
          {t('picture.list')}
        </button>
      </div>
    </section>
  );
}
