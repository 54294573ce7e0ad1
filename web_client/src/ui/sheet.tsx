// A panel: beside the room where there is space, and on small screens a sheet at the bottom that can be folded down to its
// heading, by its grip or by a stroke of the finger, so that it need not cover what it speaks of.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from './icons';

const STROKE_PX = 28;

interface Props {
  readonly id: string;
  readonly title: string;
  readonly class: string;
  readonly close: (() => void) | null;
  readonly children: ComponentChildren;
}

export function Sheet({ id, title, class: kind, close, children }: Props): JSX.Element {
  const folded = useSignal(false);
  const from = useRef(0);
  /** A stroke down folds, one up unfolds. */
  const stroke = (to: number): void => {
    const way = to - from.current;
    if (Math.abs(way) > STROKE_PX) folded.value = way > 0;
  };
  return (
    <aside class={`sheet glass ${kind}${folded.value ? ' folded' : ''}`} aria-labelledby={`${id}-title`}>
      <header onPointerDown={(event) => (from.current = event.clientY)} onPointerUp={(event) => stroke(event.clientY)}>
        <button
          type="button"
          class="grip"
          aria-label={t(folded.value ? 'hud.unfold' : 'hud.fold')}
          aria-expanded={!folded.value}
          aria-controls={`${id}-body`}
          onClick={() => (folded.value = !folded.value)}
        />
        <h2 id={`${id}-title`}>{title}</h2>
        {close && (
          <button type="button" class="round quiet" aria-label={t('hud.close')} onClick={close}>
            <Icon name="close" />
          </button>
        )}
      </header>
      <div id={`${id}-body`} class="sheet-body" role="group" aria-labelledby={`${id}-title`} tabIndex={0}>
        {children}
      </div>
    </aside>
  );
}
