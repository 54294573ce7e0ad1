// Reporting somebody to staff: what it is about, perhaps in one's own words, and what happens then.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { MAX_REPORT, type MemberView, type ReportReason } from '../protocol/generated';
import { store } from '../store';

const REASONS: readonly ReportReason[] = ['harassment', 'spam', 'name', 'other'];

interface Props {
  readonly controller: Controller;
  readonly member: MemberView;
}

const reason = signal<ReportReason | null>(null);
const words = signal('');
const state = signal<'open' | 'missing' | 'sending' | 'failed' | 'sent'>('open');

async function submit(event: Event, { controller, member }: Props): Promise<void> {
  event.preventDefault();
  if (state.value === 'sending') return;
  if (reason.value === null) {
    state.value = 'missing';
    document.querySelector<HTMLInputElement>('.report input')?.focus();
    return;
  }
  state.value = 'sending';
  const heard = await controller.company.report(member.member, reason.value, words.value);
  state.value = heard ? 'sent' : 'failed';
}

function Reasons(): JSX.Element {
  return (
    <fieldset class="choice tall" aria-describedby="report-state">
      <legend>{t('report.reason')}</legend>
      {REASONS.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="reason"
            checked={reason.value === one}
            onChange={() => {
              reason.value = one;
              state.value = 'open';
            }}
          />
          <span>{t(`report.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Words(): JSX.Element {
  return (
    <div class="field">
      <label for="report-words">{t('report.text')}</label>
      <textarea
        id="report-words"
        rows={3}
        maxLength={MAX_REPORT}
        value={words.value}
        onInput={(event) => (words.value = event.currentTarget.value)}
      />
    </div>
  );
}

function Thanks({ controller, member: { member, name } }: Props): JSX.Element {
  const muted = store.muted.value.has(member);
  return (
    <div class="report">
      <p class="note" role="status">
        {t('report.sent', { name })}
      </p>
      <div class="row">
        {!muted && (
          <button type="button" class="secondary small" onClick={() => controller.company.mute(member)}>
            {t('people.mute')}
          </button>
        )}
        <button type="button" class="primary small" onClick={() => controller.company.card(null)}>
          {t('hud.close')}
        </button>
      </div>
    </div>
  );
}

export function Report(props: Props): JSX.Element {
  useEffect(() => {
    reason.value = null;
    words.value = '';
    state.value = 'open';
  }, [props.member.member]);
  if (state.value === 'sent') return <Thanks {...props} />;
  const wrong = state.value === 'missing' || state.value === 'failed';
  return (
    <form class="report" onSubmit={(event) => void submit(event, props)}>
      <p class="hint">{t('report.lead', { name: props.member.name })}</p>
      <Reasons />
      <Words />
      <p id="report-state" class="hint alert" role={wrong ? 'alert' : undefined}>
        {wrong && t(`report.${state.value as 'missing' | 'failed'}`)}
      </p>
      <div class="row">
        <button type="button" class="secondary small" onClick={() => props.controller.company.card(props.member.member)}>
          {t('report.cancel')}
        </button>
        <button class="primary small" disabled={state.value === 'sending'}>
          {t('report.send')}
        </button>
      </div>
    </form>
  );
}
