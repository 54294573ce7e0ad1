// What the branch keeps of a person: two sentences, and all of it for those who want to know.
import type { JSX } from 'preact';
import { t } from '../i18n';

const KEPT = ['cookie', 'staff', 'words', 'place', 'browser'] as const;

export function Keep(): JSX.Element {
  return (
    <section class="keep">
      <p class="hint">{t('keep.short')}</p>
      <details>
        <summary class="link">{t('keep.more')}</summary>
        <h2>
          {t('keep.necessary')} <span class="tag dim">{t('keep.always')}</span>
        </h2>
        <ul>
          {KEPT.map((what) => (
            <li key={what}>{t(`keep.${what}`)}</li>
          ))}
          <li>{t('voice.kept')}</li>
        </ul>
        <p>{t('keep.nothingElse')}</p>
      </details>
    </section>
  );
}
