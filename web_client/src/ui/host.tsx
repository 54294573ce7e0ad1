// What staff have at hand in a room: who calls, a word to everybody, the pace of the chat, the door.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { type CallView, MAX_ANNOUNCEMENT } from '../protocol/generated';
import { may, store } from '../store';
import { nameOf } from './exhibit_steps';
import { SidePanel } from './panel';
import { WhyForm } from './why';

const PACES = [0, 10, 30, 60, 300] as const; // seconds between two messages

interface Props {
  readonly controller: Pick<Controller, 'service'>;
}

const words = signal('');
const saying = signal(false);
const doing = signal<'slow' | 'lock' | null>(null);
const pace = signal<number>(0);

const back = (): void => void (doing.value = null);

// ---- calls

function Caller({ controller, call }: Props & { call: CallView }): JSX.Element {
  const { hosting } = controller.service;
  const mine = call.by === store.me.value?.member;
  return (
    <li>
      <p>
        <strong>{nameOf(call.caller)}</strong> {call.topic}
        {call.by !== null && <span class="tag">{mine ? t('call.mine') : t('call.theirs', { name: nameOf(call.by) })}</span>}
      </p>
      {call.by === null && (
        <button type="button" class="primary small" onClick={() => void hosting.take(call.caller)}>
          {t('call.take')}
          <span class="unseen">: {nameOf(call.caller)}</span>
        </button>
      )}
      {mine && (
        <button type="button" class="secondary small" onClick={() => void hosting.finish(call.caller)}>
          {t('call.finish')}
          <span class="unseen">: {nameOf(call.caller)}</span>
        </button>
      )}
    </li>
  );
}

function Calls({ controller }: Props): JSX.Element {
  const calls = store.calls.value;
  return (
    <section aria-labelledby="calls-title">
      <h3 id="calls-title">{t('call.waiting')}</h3>
      {calls.length === 0 && <p class="hint">{t('call.none')}</p>}
      <ol class="callers">
        {calls.map((call) => (
          <Caller key={call.seq} controller={controller} call={call} />
        ))}
      </ol>
    </section>
  );
}

// ---- a word to everybody

async function announce(event: Event, { service }: Props['controller']): Promise<void> {
  event.preventDefault();
  const text = words.value.trim();
  if (text === '' || saying.value) return;
  saying.value = true;
  if (await service.hosting.announce(text)) words.value = '';
  saying.value = false;
}

export function Announce({ controller }: Props): JSX.Element {
  return (
    <form class="why" onSubmit={(event) => void announce(event, controller)}>
      <div class="field">
        <label for="announcement">{t('host.announce')}</label>
        <textarea id="announcement" rows={3} maxLength={MAX_ANNOUNCEMENT} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
      </div>
      <div class="row">
        <button class="primary small" disabled={saying.value || words.value.trim() === ''}>
          {t('host.say')}
        </button>
      </div>
    </form>
  );
}

// ---- the chat's pace, the door

function Pace(): JSX.Element {
  return (
    <fieldset class="choice">
      <legend>{t('host.seconds')}</legend>
      {PACES.map((seconds) => (
        <label key={seconds}>
          <input type="radio" name="pace" checked={pace.value === seconds} onChange={() => (pace.value = seconds)} />
          <span>{seconds === 0 ? t('host.off') : seconds}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Deed({ controller: { service: { hosting } } }: Props): JSX.Element {
  const locked = store.locked.value;
  if (doing.value === 'slow')
    return (
      <WhyForm title={t('host.slowTitle')} act={t('host.slowDo')} back={back} submit={(why) => hosting.slow(pace.value, why)}>
        <Pace />
      </WhyForm>
    );
  const [title, act] = locked ? ([t('host.unlockTitle'), t('host.unlockDo')] as const) : ([t('host.lockTitle'), t('host.lockDo')] as const);
  return <WhyForm title={title} act={act} back={back} submit={(why) => hosting.lock(!locked, why)} />;
}

function Order(): JSX.Element {
  const slow = (): void => {
    pace.value = store.slow.value;
    doing.value = 'slow';
  };
  return (
    <div class="doings">
      {may('chat.slow') && (
        <button type="button" class="secondary small" onClick={slow}>
          {t('host.slowTitle')}…
        </button>
      )}
      {may('room.lock') && (
        <button type="button" class="secondary small" onClick={() => (doing.value = 'lock')}>
          {t(store.locked.value ? 'host.unlockTitle' : 'host.lockTitle')}…
        </button>
      )}
      {store.slow.value > 0 && <p class="hint">{t('slow.on', { count: store.slow.value })}</p>}
      {store.locked.value && <p class="hint">{t('door.locked')}</p>}
    </div>
  );
}

/** The chat's pace and the door. */
export function Orders(props: Props): JSX.Element {
  return doing.value ? <Deed {...props} /> : <Order />;
}

export function HostMatter({ controller }: Props): JSX.Element {
  useEffect(() => back, []);
  if (doing.value) return <Deed controller={controller} />;
  return (
    <div class="host">
      {may('call.answer') && <Calls controller={controller} />}
      {may('announce') && <Announce controller={controller} />}
      <Order />
    </div>
  );
}

export function HostPanel(props: Props): JSX.Element {
  return (
    <SidePanel title={t('host.title')}>
      <HostMatter {...props} />
      <a class="link" href="/staff">
        {t('host.console')}
      </a>
    </SidePanel>
  );
}
