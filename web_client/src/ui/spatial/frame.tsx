// The frame of a panel in the room: its name, the way back to the menu, the way to close it, and what it holds. What is longer
// than the panel can be rolled by buttons as well: who points by looking has nothing to drag with.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Key, t } from '../../i18n';
import { store } from '../../store';
import { Icon, type IconName } from '../icons';

const LOOK_MS = 300;
const PAGE = 0.8; // of what is seen
const ROLLED = '.log:not([hidden]), .slab-body'; // the chat's lines before all of the chat

/**
 * Where a panel hangs: at the wrist that does not point; before the face; beside the hand that holds something; below what
 * is open in front; at the lower edge of the view, where it follows the face.
 */
export type Place = 'wrist' | 'front' | 'hand' | 'low' | 'captions';

interface Props {
  readonly name: string;
  readonly place?: Place;
  readonly title: string;
  readonly close?: (() => void) | null;
  /** Leads to the menu; not there in the menu itself, nor where something has to be answered first. */
  readonly back?: boolean;
  readonly children: ComponentChildren;
}

function Back(): JSX.Element {
  const back = (): void => {
    store.card.value = null;
    store.front.value = 'menu';
  };
  return (
    <button type="button" class="back" onClick={back}>
      <Icon name="previous" />
      {t('headset.back')}
    </button>
  );
}

export function closeFront(): void {
  store.card.value = null;
  store.front.value = null;
}

/** What of the panel is longer than it shows. */
function rolling(panel: HTMLElement | null): HTMLElement | null {
  return [...(panel?.querySelectorAll<HTMLElement>(ROLLED) ?? [])].find((one) => one.scrollHeight > one.clientHeight + 1) ?? null;
}

function Roll({ icon, text, by, panel }: { icon: IconName; text: Key; by: 1 | -1; panel: { readonly current: HTMLElement | null } }): JSX.Element {
  const roll = (): void => {
    const found = rolling(panel.current);
    found?.scrollBy({ top: by * PAGE * found.clientHeight });
  };
  return (
    <button type="button" class="round quiet" aria-label={t(text)} onClick={roll}>
      <Icon name={icon} />
    </button>
  );
}

/** There while there is more than is seen. */
function Rolls({ panel }: { panel: { readonly current: HTMLElement | null } }): JSX.Element | null {
  const longer = useSignal(false);
  useEffect(() => {
    const look = (): void => void (longer.value = rolling(panel.current) !== null);
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [panel, longer]);
  if (!longer.value) return null;
  return (
    <>
      <Roll icon="up" text="headset.up" by={-1} panel={panel} />
      <Roll icon="down" text="headset.down" by={1} panel={panel} />
    </>
  );
}

export function Frame({ name, place = 'front', title, close = closeFront, back = place === 'front', children }: Props): JSX.Element {
  const panel = useRef<HTMLElement>(null);
  const id = `slab-${name}`;
  return (
    <section ref={panel} class={`slab at-${name}`} data-place={place} data-panel={name} aria-labelledby={id}>
      <header>
        {back && <Back />}
        <h2 id={id}>{title}</h2>
        <Rolls panel={panel} />
        {close && (
          <button type="button" class="round quiet" aria-label={t('hud.close')} onClick={close}>
            <Icon name="close" />
          </button>
        )}
      </header>
      <div class="slab-body" role="group" aria-labelledby={id} tabIndex={0}>
        {children}
      </div>
    </section>
  );
}
