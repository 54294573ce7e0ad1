// A list that is fetched when it is shown: on its way, there, or not to be had, with a way to try again.
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n';

export type Fetched<T> = { readonly name: 'coming' } | { readonly name: 'failed' } | { readonly name: 'there'; readonly value: T };

export interface Source<T> {
  readonly state: Signal<Fetched<T>>;
  /** Fetches it anew; what is there stays in view meanwhile. */
  again(): Promise<void>;
}

export function useFetched<T>(fetch: () => Promise<T>): Source<T> {
  const state = useSignal<Fetched<T>>({ name: 'coming' });
  const again = async (): Promise<void> => {
    if (state.peek().name === 'failed') state.value = { name: 'coming' };
    state.value = await fetch().then(
      (value) => ({ name: 'there', value }) as const,
      () => ({ name: 'failed' }) as const,
    );
  };
  useEffect(() => void again(), []);
  return { state, again };
}

export function Shown<T>({ source, show }: { source: Source<T>; show: (value: T) => JSX.Element }): JSX.Element {
  const state = source.state.value;
  if (state.name === 'there') return show(state.value);
  if (state.name === 'coming') return <p class="hint" role="status">{t('console.records.loading')}</p>;
  return (
    <div class="note alert" role="alert">
      <p>{t('console.records.failed')}</p>
      <button type="button" class="link" onClick={() => void source.again()}>
        {t('console.records.again')}
      </button>
    </div>
  );
}
