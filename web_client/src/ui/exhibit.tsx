// The card of the exhibit one stands at: what it is, looking closer, taking it, its parts, its clip.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { localised, t } from '../i18n';
import { store } from '../store';
import { measure } from './covered';
import { ClipControls } from './exhibit_clip';
import { Hold } from './exhibit_hold';
import { type ExhibitProps, Steps, stepOf } from './exhibit_steps';
import { Icon } from './icons';
import { KeyHint } from './key_hint';
import { invited } from './invitations';
import { Sheet } from './sheet';
import { TableButton } from './table';

function CloserButton({ controller, about }: ExhibitProps): JSX.Element | null {
  if (store.headset.value === 'worn') return null;
  const close = store.closer.value === about.id;
  return (
    <button type="button" class="secondary small" onClick={() => (close ? controller.looking.back() : controller.looking.closer(about.id))}>
      <Icon name={close ? 'unfold' : 'closer'} />
      {t(close ? 'exhibit.back' : 'exhibit.closer')} <KeyHint name={close ? 'Esc' : 'F'} />
    </button>
  );
}

/** The view from close by keeps clear of the card. */
function useMeasure(shown: string | null, notices: number): void {
  useEffect(() => {
    const card = document.querySelector<HTMLElement>('.hud .exhibit');
    const chat = document.querySelector<HTMLElement>('.hud .chat');
    const told = document.querySelector<HTMLElement>('.hud .invitations');
    const again = (): void => measure(card, chat, told);
    again();
    const watcher = new ResizeObserver(again);
    for (const one of [card, chat, told]) if (one) watcher.observe(one);
    window.addEventListener('resize', again);
    return () => {
      watcher.disconnect();
      window.removeEventListener('resize', again);
      measure(null, null, null);
    };
  }, [shown, notices]);
}

/** The exhibit that is meant now, and how it stands; null: none. */
export function meant(): Omit<ExhibitProps, 'controller'> | null {
  const id = store.focus.value;
  const about = store.scene.value?.exhibits.find((exhibit) => exhibit.id === id);
  const state = id === null ? undefined : store.exhibits.value.get(id);
  return about && state ? { about, state } : null;
}

export function ExhibitMatter(props: ExhibitProps): JSX.Element {
  const { about, state } = props;
  return (
    <>
      {stepOf(about, state) < 0 && <p class="summary">{localised(about.summary)}</p>}
      <div class="doings">
        <Hold {...props} />
        <CloserButton {...props} />
        <TableButton controller={props.controller} exhibit={about.id} />
      </div>
      <ClipControls {...props} />
      <Steps {...props} />
    </>
  );
}

export function ExhibitCard({ controller }: Pick<ExhibitProps, 'controller'>): JSX.Element | null {
  const found = meant();
  const about = found?.about;
  useMeasure(about?.id ?? null, invited.value);
  if (!found || !about) return null;
  return (
    <Sheet id="exhibit" class={store.closer.value === about.id ? 'exhibit close' : 'exhibit'} title={localised(about.title)} close={null}>
      <ExhibitMatter controller={controller} {...found} />
    </Sheet>
  );
}
