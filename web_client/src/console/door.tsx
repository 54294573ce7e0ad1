// Signing in: name and password, the second factor's code once it is asked for, or the bank's own accounts.
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { localised, t } from '../i18n';
import { ApiError } from '../net/api';
import { store } from '../store';
import { LanguageChoice } from '../ui/language';
import { type Account, staffApi, type Ways } from './api';
import { span } from './spans';
import { type Field, missing, secondsLeft, type Trouble, troubleOf } from './trouble';

const LOOK_MS = 250;
const FIELDS_OF: Readonly<Record<'password' | 'code', readonly Field[]>> = { password: ['name', 'password'], code: ['code'] };
const MISSING = { name: 'missingName', password: 'missingPassword', code: 'missingCode' } as const;

interface Props {
  readonly why: 'signedOut' | 'ended' | null;
  readonly signedIn: (account: Account) => void;
}

/** Seconds that are left, counted down while there are some. */
function useCountdown(until: number): number {
  const looked = useSignal(0);
  useEffect(() => {
    if (until === 0) return;
    const timer = setInterval(() => looked.value++, LOOK_MS);
    return () => clearInterval(timer);
  }, [until, looked]);
  void looked.value;
  return secondsLeft(until, performance.now());
}

/** How long to wait is counted down for the eye, and said aloud once. */
function TroubleNote({ trouble: { code, field, waitS }, left }: { trouble: Trouble; left: number }): JSX.Element {
  if (code === 'missing') return <p id="door-trouble" class="note alert" role="alert">{t(`console.door.${MISSING[field!]}`)}</p>;
  if (waitS > 0 && left === 0) return <p id="door-trouble" class="note" role="status">{t('console.door.again')}</p>;
  const said = (seconds: number): string => t(`console.door.${code}`, { time: span(seconds * 1000) });
  return (
    <div id="door-trouble" class="note alert">
      <p class={waitS > 0 ? 'unseen' : ''} role="alert">
        {said(waitS)}
      </p>
      {waitS > 0 && <p aria-hidden="true">{said(left)}</p>}
    </div>
  );
}

interface InputProps {
  readonly field: Field;
  readonly type: 'text' | 'password';
  readonly value: string;
  readonly wrong: boolean;
  readonly write: (value: string) => void;
}

function Input({ field, type, value, wrong, write }: InputProps): JSX.Element {
  const more = {
    name: { autocomplete: 'username', maxLength: 256 },
    password: { autocomplete: 'current-password', maxLength: 1024 },
    code: { autocomplete: 'one-time-code', maxLength: 16, inputmode: 'numeric' },
  } as const;
  return (
    <div class="field">
      <label for={`door-${field}`}>{t(`console.door.${field}`)}</label>
      <input
        id={`door-${field}`}
        name={field}
        type={type as 'text'} // one input of either kind; the types know but one at a time
        value={value}
        autocapitalize="none"
        spellcheck={false}
        aria-invalid={wrong}
        aria-describedby={wrong ? 'door-trouble' : undefined}
        onInput={(event) => write(event.currentTarget.value)}
        {...more[field]}
      />
    </div>
  );
}

function useWays(): Ways | 'failed' | null {
  const ways = useSignal<Ways | 'failed' | null>(null);
  useEffect(() => {
    staffApi.ways().then((found) => (ways.value = found), () => (ways.value = 'failed'));
  }, [ways]);
  return ways.value;
}

interface SignIn {
  readonly form: { current: HTMLFormElement | null };
  readonly values: Readonly<Record<Field, string>>;
  /** The code is asked for once the password is right. */
  readonly step: 'password' | 'code';
  readonly sending: boolean;
  readonly trouble: Trouble | null;
  readonly left: number;
  set(field: Field, value: string): void;
  go(step: 'password' | 'code'): void;
  submit(event: Event): Promise<void>;
}

function useSignIn(signedIn: Props['signedIn']): SignIn {
  const values = useSignal<Readonly<Record<Field, string>>>({ name: '', password: '', code: '' });
  const step = useSignal<'password' | 'code'>('password');
  const sending = useSignal(false);
  const trouble = useSignal<Trouble | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const left = useCountdown(trouble.value?.until ?? 0);
  const focus = (field: Field | null): void => form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  useLayoutEffect(() => focus(FIELDS_OF[step.value][0]), [step.value]);
  const set = (field: Field, value: string): void => {
    values.value = { ...values.value, [field]: value };
    if (trouble.value?.until === 0) trouble.value = null;
  };
  const go = (to: 'password' | 'code'): void => {
    values.value = { ...values.value, code: '' };
    step.value = to;
    trouble.value = null;
  };
  const refused = (problem: unknown): void => {
    if (problem instanceof ApiError && problem.code === 'code_needed') return go('code');
    trouble.value = troubleOf(problem, performance.now());
    focus(trouble.value.field);
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (sending.value || left > 0) return;
    trouble.value = missing(FIELDS_OF[step.value], values.value);
    if (trouble.value) return focus(trouble.value.field);
    sending.value = true;
    const { name, password, code } = values.value;
    await staffApi.signIn({ name, password, code: step.value === 'code' ? code : null }).then(signedIn, refused);
    sending.value = false;
  };
  return { form, values: values.value, step: step.value, sending: sending.value, trouble: trouble.value, left, set, go, submit };
}

function CodeWords(): JSX.Element {
  return (
    <div role="status">
      <h2>{t('console.door.codeTitle')}</h2>
      <p class="hint">{t('console.door.codeLead')}</p>
    </div>
  );
}

function ShowPassword({ shown }: { shown: Signal<boolean> }): JSX.Element {
  return (
    <div class="choice">
      <label>
        <input type="checkbox" checked={shown.value} onChange={(event) => (shown.value = event.currentTarget.checked)} />
        <span>{t('console.door.show')}</span>
      </label>
    </div>
  );
}

function PasswordForm({ signedIn }: Pick<Props, 'signedIn'>): JSX.Element {
  const { form, values, step, sending, trouble, left, set, go, submit } = useSignIn(signedIn);
  const shown = useSignal(false);
  return (
    <form ref={form} class="door-form" noValidate onSubmit={(event) => void submit(event)}>
      {step === 'code' && <CodeWords />}
      {FIELDS_OF[step].map((field) => (
        <Input
          key={field}
          field={field}
          type={field === 'password' && !shown.value ? 'password' : 'text'}
          value={values[field]}
          wrong={trouble?.field === field}
          write={(value) => set(field, value)}
        />
      ))}
      {step === 'password' && <ShowPassword shown={shown} />}
      {trouble && <TroubleNote trouble={trouble} left={left} />}
      <button class="primary" disabled={sending || left > 0}>
        {t(sending ? 'console.door.checking' : 'console.door.signIn')}
      </button>
      {step === 'code' && (
        <button type="button" class="link" onClick={() => go('password')}>
          {t('console.door.back')}
        </button>
      )}
      <p class="hint">{t('console.door.forgotten')}</p>
    </form>
  );
}

function WaysIn({ signedIn }: Pick<Props, 'signedIn'>): JSX.Element | null {
  const ways = useWays();
  if (ways === null) return null;
  if (ways === 'failed') return <p class="note alert" role="alert">{t('console.door.failed')}</p>;
  const both = ways.password && ways.oidc !== null;
  return (
    <>
      {ways.oidc !== null && (
        <a class={both ? 'secondary' : 'primary'} href={ways.oidc}>
          {t('console.door.oidc')}
        </a>
      )}
      {both && <p class="door-or hint">{t('console.door.or')}</p>}
      {ways.password && <PasswordForm signedIn={signedIn} />}
      {!ways.password && ways.oidc === null && <p class="note">{t('console.door.noWay')}</p>}
    </>
  );
}

export function Door({ why, signedIn }: Props): JSX.Element {
  return (
    <main class="entry centred">
      <section class="card door" aria-labelledby="door-title">
        <header>
          <p class="eyebrow">{localised(store.branch.value?.name)}</p>
          <h1 id="door-title">{t('console.door.title')}</h1>
          <p class="lead">{t('console.door.lead', { branch: localised(store.branch.value?.name) })}</p>
        </header>
        {why && (
          <p class="note" role="status">
            {t(`console.door.${why}`)}
          </p>
        )}
        <WaysIn signedIn={signedIn} />
        <footer class="door-foot">
          <LanguageChoice />
          <a class="link" href="/">
            {t('console.door.visitor')}
          </a>
        </footer>
      </section>
    </main>
  );
}
