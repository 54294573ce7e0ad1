// The entrance: a name, a language, and how far the room has come, in bytes that really arrived.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import { MAX_NAME } from '../protocol/generated';
import { store } from '../store';
import { LanguageChoice } from './language';

const name = signal('');
const missing = signal(false);

interface Props {
  readonly controller: Controller;
  readonly reload: () => void;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

function Progress({ reload }: Pick<Props, 'reload'>): JSX.Element {
  const loading = store.loading.value;
  if (store.graphics.value === 'off') return <p class="note">{t('entry.plain')}</p>;
  if (store.branchFailed.value) return <p class="note alert">{t('entry.offline')}</p>;
  switch (loading.name) {
    case 'failed':
      return (
        <p class="note alert" role="alert">
          {t('entry.failed')}{' '}
          <button type="button" class="link" onClick={reload}>
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

export function Entry({ controller, reload }: Props): JSX.Element {
  const room = store.room.value;
  const busy = store.wish.value !== null;
  const noRoom = store.branch.value !== null && room === null;
  return (
    <main class="entry">
      <form class="card" onSubmit={(event) => submit(event, controller)}>
        <header>
          <p class="eyebrow">{localised(store.branch.value?.name) || '\u00a0'}</p>
          <h1>{noRoom ? t('end.nowhere.title') : t('entry.title')}</h1>
          <p class="lead">{noRoom ? t('end.nowhere.text') : t('entry.lead')}</p>
        </header>
        <LanguageChoice />
        {!busy && <NameField />}
        <Progress reload={reload} />
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

