// The choice of a language, each named in itself: always at hand.
import type { JSX } from 'preact';
import { chooseLanguage, type Language, LANGUAGES, language, t } from '../i18n';

export function LanguageChoice(): JSX.Element {
  return (
    <fieldset class="choice languages">
      <legend>{t('entry.language')}</legend>
      {(Object.keys(LANGUAGES) as Language[]).map((code) => (
        <label key={code} lang={code}>
          <input
            type="radio"
            name="language"
            value={code}
            checked={language.value === code}
            onChange={() => chooseLanguage(code)}
          />
          <span>{LANGUAGES[code]}</span>
        </label>
      ))}
    </fieldset>
  );
}
