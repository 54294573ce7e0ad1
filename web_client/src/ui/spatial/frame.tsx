// The frame of a panel in the room: its name, the way back to the menu, the way to close it, and what it holds.
import type { ComponentChildren, JSX } from 'preact';
import { t } from '../../i18n';
import { store } from '../../store';
import { Icon } from '../icons';

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

export function Frame({ name, place = 'front', title, close = closeFront, back = place === 'front', children }: Props): JSX.Element {
  const id = `slab-${name}`;
  return (
    <section class={`slab at-${name}`} data-place={place} data-panel={name} aria-labelledby={id}>
      <header>
        {back && <Back />}
        <h2 id={id}>{title}</h2>
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
