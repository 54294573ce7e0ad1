// Reactions: the button, the palette with gestures and signs, and a small echo of what one shows, as one does not see oneself.
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { GESTURES, type Reaction, type ReactionName, REACTIONS, SIGNS } from '../reactions';
import { plain, store } from '../store';
import { Icon } from './icons';

interface Props {
  readonly controller: Controller;
}

export function ReactionIcon({ name }: { name: ReactionName }): JSX.Element {
  const { path } = REACTIONS.find((one) => one.name === name)!;
  return (
    <svg class={`icon reaction-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

/** What somebody shows right now, beside their name; the live region has said it. */
export function ShownBy({ member }: { member: string }): JSX.Element | null {
  const shown = store.reactions.value.get(member);
  if (!shown) return null;
  return (
    <span class="shown" title={t(`emotes.${shown.reaction}`)}>
      <ReactionIcon name={shown.reaction} />
    </span>
  );
}

/** One wants to see the room. */
function closePalette(): void {
  store.palette.value = false;
  document.getElementById('react')?.focus();
}

interface ChoosingProps extends Props {
  /** One has been chosen, and is about to be shown. */
  readonly chosen: () => void;
}

function Choice({ reaction, controller, chosen }: ChoosingProps & { reaction: Reaction }): JSX.Element {
  const name = t(`emotes.${reaction.name}`);
  const key = plain.value || !preferences.letterKeys.value ? '' : reaction.key;
  const show = (): void => {
    chosen();
    controller.expressing.show(reaction.name);
  };
  return (
    <button
      type="button"
      title={key === '' ? name : t('emotes.key', { name, key })}
      onClick={show}
    >
      <ReactionIcon name={reaction.name} />
      <span>{name}</span>
      {key !== '' && <kbd aria-hidden="true">{key}</kbd>}
    </button>
  );
}

function Choices({ title, reactions, ...props }: ChoosingProps & { title: string; reactions: readonly Reaction[] }): JSX.Element {
  return (
    <div role="group" aria-label={title}>
      <p class="eyebrow" aria-hidden="true">
        {title}
      </p>
      <div class="choices">
        {reactions.map((reaction) => (
          <Choice key={reaction.name} reaction={reaction} {...props} />
        ))}
      </div>
    </div>
  );
}

export function Reactions(props: ChoosingProps): JSX.Element {
  return (
    <>
      <Choices title={t('emotes.gestures')} reactions={GESTURES} {...props} />
      <Choices title={t('emotes.signs')} reactions={SIGNS} {...props} />
    </>
  );
}

/** Takes the focus as it opens, before another key can come; what is pressed outside closes it. */
function useCloseOutside(box: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    box.current?.querySelector<HTMLElement>('button')?.focus();
    const close = ({ target }: Event): void => {
      if (!(target instanceof Element) || target.closest('.palette, #react')) return;
      store.palette.value = false;
    };
    const kinds = ['pointerdown', 'focusin'];
    for (const kind of kinds) document.addEventListener(kind, close);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, close);
    };
  }, [box]);
}

function OpenPalette({ controller }: Props): JSX.Element {
  const box = useRef<HTMLElement>(null);
  useCloseOutside(box);
  return (
    <section ref={box} id="palette" class="palette" aria-label={t('emotes.title')}>
      <Reactions controller={controller} chosen={closePalette} />
    </section>
  );
}

export function Palette(props: Props): JSX.Element | null {
  return store.palette.value ? <OpenPalette {...props} /> : null;
}

function Echo(): JSX.Element | null {
  const me = store.me.value?.member;
  const shown = me === undefined ? undefined : store.reactions.value.get(me);
  if (!shown) return null;
  return (
    <span key={`${shown.reaction} ${shown.times}`} class="echo">
      <ReactionIcon name={shown.reaction} />
      <span class="unseen">{t('emotes.shown', { name: t(`emotes.${shown.reaction}`) })}</span>
    </span>
  );
}

export function EmoteButton(): JSX.Element {
  return (
    <div class="emote">
      <button
        id="react"
        type="button"
        class="round quiet"
        title={t('emotes.title')}
        aria-label={t('emotes.title')}
        aria-expanded={store.palette.value}
        aria-controls="palette"
        onClick={() => (store.palette.value = !store.palette.value)}
      >
        <Icon name="smile" />
      </button>
      <span role="status">
        <Echo />
      </span>
    </div>
  );
}
