// The entrance: a name, a look, a language. Then the way in: the room's bytes come, and one reads what is on today.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import { MAX_NAME } from '../protocol/generated';
import { plain, store } from '../store';
import { Chooser } from './chooser';
import { ClosedNote } from './closed';
import { DeviceLine } from './device';
import { Keep } from './keep';
import { LanguageChoice } from './language';
import { Offline } from './offline';
import { Page } from './page';
import { Progress } from './progress';
import { NextOn, Today } from './today';

const name = signal('');
const missing = signal(false);

interface Props {
  readonly controller: Controller;
}

function Readiness({ controller }: Props): JSX.Element {
  if (store.network.value === 'offline') return <p class="note alert">{t('offline.text')}</p>;
  if (store.branchFailed.value) return <p class="note alert">{t('entry.offline')}</p>;
  if (plain.value) return <p class="progress-text done">{t('entry.plain')}</p>;
  return <Progress controller={controller} />;
}

/** Another tab is inside, and this one would step into its place. */
function GoOn({ name: visitor }: { name: string }): JSX.Element {
  return (
    <div class="field" role="status">
      <p class="lead">{t('entry.already', { name: visitor })}</p>
      <p class="hint">{t('entry.alreadyHint')}</p>
    </div>
  );
}

/** One enters as soon as the room is there; who was quicker is let in then. */
function submit(event: Event, controller: Controller): void {
  event.preventDefault();
  const given = store.elsewhere.value?.name ?? name.value.trim();
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

function Top(): JSX.Element {
  return (
    <div class="top">
      <p class="eyebrow">{localised(store.branch.value?.name) || '\u00a0'}</p>
      <LanguageChoice />
    </div>
  );
}

/** The name is given: on the way, with something to read. */
function Way({ controller }: Props): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const { phase } = store;
  const connecting = phase.value.name === 'opening' && phase.value.attempt > 0;
  return (
    <main class="entry">
      <section class="card" aria-labelledby="way-title">
        <Top />
        <h1 id="way-title" ref={heading} tabIndex={-1}>
          {t('entry.onTheWay', { room: localised(store.room.value?.title) })}
        </h1>
        <Readiness controller={controller} />
        <p class="hint" role="status">
          {connecting ? t('entry.connecting') : t('entry.entering')}
        </p>
        <Today />
        <DeviceLine />
      </section>
    </main>
  );
}

function Form({ controller }: Props): JSX.Element {
  const room = store.room.value;
  const elsewhere = store.elsewhere.value;
  return (
    <main class="entry">
      <form class={elsewhere ? 'card' : 'card wide'} onSubmit={(event) => submit(event, controller)}>
        <Top />
        <header>
          <h1>{t('entry.title')}</h1>
          <p class="lead">{t('entry.lead')}</p>
          <NextOn />
        </header>
        <ClosedNote />
        {elsewhere ? <GoOn name={elsewhere.name} /> : <NameField />}
        {!elsewhere && <Chooser />}
        <Readiness controller={controller} />
        <button class="primary" disabled={!room}>
          {elsewhere ? t('entry.goOn', { name: elsewhere.name }) : t('entry.enter', { room: localised(room?.title) })}
        </button>
        <DeviceLine />
        <Keep />
      </form>
    </main>
  );
}

export function Entry({ controller }: Props): JSX.Element {
  const { branch, room, network, wish } = store;
  if (network.value === 'offline' && branch.value === null) return <Offline again={() => location.reload()} />;
  if (branch.value !== null && room.value === null)
    return (
      <Page icon="alert" title={t('end.nowhere.title')} text={t('end.nowhere.text')}>
        <button type="button" class="primary" onClick={() => location.reload()}>
          {t('end.nowhere.act')}
        </button>
      </Page>
    );
  return wish.value === null ? <Form controller={controller} /> : <Way controller={controller} />;
}
