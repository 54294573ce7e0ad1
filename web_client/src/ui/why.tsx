// Why staff do something: a small form with the reason, a note for the record, and whatever else the act needs.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Why } from '../actions/hosting';
import { t } from '../i18n';
import { MAX_REASON, ModerationReason } from '../protocol/generated';

interface Props {
  readonly title: string;
  readonly act: string;
  readonly back: () => void;
  /** True once it is done. */
  readonly submit: (why: Why) => Promise<boolean>;
  readonly children?: ComponentChildren;
}

type Reason = Why['reason'];
const REASONS = Object.values(ModerationReason);

function Reasons({ chosen, choose }: { chosen: Reason | null; choose: (reason: Reason) => void }): JSX.Element {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{t('reasons.title')}</legend>
      {REASONS.map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={chosen === one} onChange={() => choose(one)} />
          <span>{t(`reasons.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Note({ text, write }: { text: string; write: (text: string) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t('reasons.words')}</label>
      <textarea id={id} rows={2} maxLength={MAX_REASON} value={text} onInput={(event) => write(event.currentTarget.value)} />
    </div>
  );
}

export function WhyForm({ title, act, back, submit, children }: Props): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const reason = useSignal<Reason | null>(null);
  const text = useSignal('');
  const state = useSignal<'open' | 'missing' | 'sending'>('open');
  useLayoutEffect(() => heading.current?.focus(), []);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (state.value === 'sending') return;
    if (reason.value === null) return void (state.value = 'missing');
    state.value = 'sending';
    const done = await submit({ reason: reason.value, text: text.value.trim() || null });
    state.value = 'open';
    if (done) back();
  };
  return (
    <form class="why" onSubmit={(event) => void send(event)}>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      {children}
      <Reasons chosen={reason.value} choose={(one) => { reason.value = one; state.value = 'open'; }} />
      {state.value === 'missing' && <p class="hint alert" role="alert">{t('host.missing')}</p>}
      <Note text={text.value} write={(words) => (text.value = words)} />
      <div class="row">
        <button type="button" class="secondary small" onClick={back}>
          {t('host.back')}
        </button>
        <button class="primary small" disabled={state.value === 'sending'}>
          {act}
        </button>
      </div>
    </form>
  );
}
