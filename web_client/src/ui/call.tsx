// Calling staff: what it is about, then the place among those who wait, who is on the way, and how to call it off.
import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { placeWords } from '../actions/calling';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { type CallView, MAX_TOPIC } from '../protocol/generated';
import { store } from '../store';
import { nameOf } from './exhibit_steps';
import { SidePanel } from './panel';

const TOPICS = ['account', 'cards', 'saving', 'loans', 'help'] as const;

interface Props {
  readonly controller: Controller;
}

const topic = signal('');
const sending = signal(false);

/** One's own call, if one waits for staff. */
export const ownCall = computed(() => store.calls.value.find(({ caller }) => caller === store.me.value?.member));

/** How it stands with this call, for whom it is. */
export function callWords(call: CallView): string {
  return call.by === null ? placeWords(call) : t('call.onWay', { name: nameOf(call.by) });
}

async function submit(event: Event, { service }: Controller): Promise<void> {
  event.preventDefault();
  if (sending.value) return;
  sending.value = true;
  if (await service.calling.call(topic.value)) topic.value = '';
  sending.value = false;
}

function Topics(): JSX.Element {
  return (
    <div class="chips" role="group" aria-labelledby="call-topic">
      {TOPICS.map((one) => {
        const text = t(`call.${one}`);
        const chosen = topic.value === text;
        return (
          <button key={one} type="button" class="chip" aria-pressed={chosen} onClick={() => (topic.value = chosen ? '' : text)}>
            {text}
          </button>
        );
      })}
    </div>
  );
}

function Form({ controller }: Props): JSX.Element {
  return (
    <form class="call" onSubmit={(event) => void submit(event, controller)}>
      <p class="hint">{t('call.lead')}</p>
      <h3 id="call-topic">{t('call.topic')}</h3>
      <Topics />
      <div class="field">
        <label for="call-words">{t('call.own')}</label>
        <input id="call-words" type="text" maxLength={MAX_TOPIC} autocomplete="off" value={topic.value} onInput={(event) => (topic.value = event.currentTarget.value)} />
      </div>
      <button class="primary" disabled={sending.value}>
        {t('call.send')}
      </button>
    </form>
  );
}

function Waiting({ controller, call }: Props & { call: CallView }): JSX.Element {
  const text = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    if (document.activeElement === document.body) text.current?.focus(); // the button that called is gone
  }, []);
  return (
    <div class="call">
      <p ref={text} class="note" tabIndex={-1}>
        {callWords(call)}
      </p>
      {call.topic !== null && <p class="hint">{t('call.about', { topic: call.topic })}</p>}
      <button type="button" class="secondary" onClick={() => controller.service.calling.cancel()}>
        {t('call.cancel')}
      </button>
    </div>
  );
}

export function CallMatter({ controller }: Props): JSX.Element {
  const call = ownCall.value;
  return call ? <Waiting controller={controller} call={call} /> : <Form controller={controller} />;
}

export function CallPanel(props: Props): JSX.Element {
  return (
    <SidePanel title={t('hud.call')}>
      <CallMatter {...props} />
    </SidePanel>
  );
}
