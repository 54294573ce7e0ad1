// Why one cannot write right now, and until when: muted by staff, or slow mode.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { store } from '../store';

const LOOK_MS = 250;

export type Hindrance = { readonly kind: 'muted' } | { readonly kind: 'slow'; readonly seconds: number };

/** As of now, for the conversation that is open: who is muted may still write to staff (D-5). */
export function hindrance({ service }: Pick<Controller, 'service'>): Hindrance | null {
  const to = store.members.value.find(({ member }) => member === store.thread.value);
  if (store.silenced.value.has(store.me.value?.member ?? '') && to?.role !== 'staff') return { kind: 'muted' };
  const seconds = store.thread.value === null ? service.slowFor() : 0;
  return seconds > 0 ? { kind: 'slow', seconds } : null;
}

/** The same, followed while seconds pass. */
export function useHindrance(controller: Pick<Controller, 'service'>): Hindrance | null {
  const looked = useSignal(0);
  const waits = store.slow.value > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => looked.value++, LOOK_MS);
    return () => clearInterval(timer);
  }, [waits, looked]);
  void looked.value;
  return hindrance(controller);
}

export function words(hindered: Hindrance): string {
  if (hindered.kind === 'slow') return t('slow.left', { seconds: hindered.seconds });
  const why = store.silencedWhy.value;
  return why ? t('silenced.now', { reason: t(`reasons.${why}`) }) : t('silenced.still');
}

/** Above the field; what it begins with is said aloud elsewhere, so that seconds are not counted aloud. */
export function HindranceNote({ hindered }: { hindered: Hindrance | null }): JSX.Element | null {
  if (hindered) return <p id="say-hindrance" class="hint hindrance">{words(hindered)}</p>;
  const slow = store.slow.value > 0 && store.me.value?.role !== 'staff';
  return slow ? <p id="say-hindrance" class="hint hindrance">{t('slow.on', { count: store.slow.value })}</p> : null;
}
