// The entrance: a name, a look, a language, and how far the room has come, in bytes that really arrived.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import { MAX_NAME } from '../protocol/generated';
import { store } from '../store';
import { Chooser } from './chooser';
import { LanguageChoice } from './language';
import { Progress } from './progress';

const name = signal('');
const missing = signal(false);

interface Props {
  readonly controller: Controller;
}

function Readiness({ controller }: Props): JSX.Element {
  if (store.graphics.value === 'off') return <p class="note">{t('entry.plain')}</p>;
  if (store.branchFailed.value) return <p class="note alert">{t('entry.offline')}</p>;
  return <Progress controller={controller} />;
}

/** One enters as soon as the room is there; who was quicker is let in then. */
function submit(event: Event, controller: Controller): void {
  event.preventDefault();
  const given = name.value.trim();
  missing.value = given === '';
  if (missing.value) document.querySelector<HTMLInputElement>('#name')?.focus();
  else controller.wish(given);
}

function NameField(): JSX.Element {
  return (
    <div class="field">
      <label for="name">{t('entry.name')}</label>
      <input
        id="name"
        value={name.value}
        maxLength={MAX_NAME}
        autocomplete="nickname"
        placeholder={t('entry.namePlaceholder')}
        aria-describedby="name-hint"
        aria-invalid={missing.value}
        onInput={(event) => {
          name.value = event.currentTarget.value;
          missing.value = false;
        }}
      />
      <p id="name-hint" class={missing.value ? 'hint alert' : 'hint'} role={missing.value ? 'alert' : undefined}>
        {missing.value ? t('entry.nameMissing') : t('entry.nameHint')}
      </p>
    </div>
  );
}

export function Entry({ controller }: Props): JSX.Element {
  const room = store.room.value;
  const busy = store.wish.value !== null;
  const noRoom = store.branch.value !== null && room === null;
  return (
    <main class="entry">
      <form class={busy || noRoom ? 'card' : 'card wide'} onSubmit={(event) => submit(event, controller)}>
        <header>
          <p class="eyebrow">{localised(store.branch.value?.name) || '\u00a0'}</p>
          <h1>{noRoom ? t('end.nowhere.title') : t('entry.title')}</h1>
          <p class="lead">{noRoom ? t('end.nowhere.text') : t('entry.lead')}</p>
        </header>
        <LanguageChoice />
        {!busy && <NameField />}
        {!busy && !noRoom && <Chooser />}
        <Readiness controller={controller} />
        {!busy && (
          <button class="primary" disabled={!room}>
            {t('entry.enter', { room: localised(room?.title) })}
          </button>
        )}
        {busy && (
          <p class="note" role="status">
            {store.phase.value.name === 'opening' && store.phase.value.attempt > 0
              ? t('entry.connecting')
              : t('entry.entering')}
          </p>
        )}
        <p class="hint keep">{t('entry.keep')}</p>
      </form>
    </main>
  );
}

