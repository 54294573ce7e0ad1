// Where one is, and the ways to the branch's other rooms: a menu, and the portal that one stands at.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../controller';
import { localised, t } from '../i18n';
import type { BranchRoom } from '../net/api';
import { plain, store } from '../store';
import { Icon } from './icons';
import { Progress } from './progress';

interface Props {
  readonly controller: Controller;
}

const open = signal(false);

/** What is pressed outside `box` closes the menu. */
function useCloseOutside(box: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const close = ({ target }: Event): void => {
      if (!box.current?.contains(target as Node)) open.value = false;
    };
    const kinds = ['pointerdown', 'focusin'];
    for (const kind of kinds) document.addEventListener(kind, close);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, close);
      open.value = false;
    };
  }, [box]);
}

/** Of the room one is in it is known; of another one after one has stood at its door. */
export function isShut(room: string): boolean {
  return room === store.room.value?.room ? store.locked.value : store.shut.value.has(room);
}

export function Rooms({ choose }: { choose: (room: BranchRoom) => void }): JSX.Element {
  const here = store.room.value?.room;
  return (
    <ul id="rooms" class="rooms glass" aria-label={t('rooms.title')}>
      {store.branch.value?.rooms.map((room) => (
        <li key={room.room}>
          <button type="button" aria-current={room.room === here ? 'true' : undefined} onClick={() => choose(room)}>
            {localised(room.title)}
            {isShut(room.room) && <span class="tag dim">{t('door.tag')}</span>}
            {room.room === here && <span class="tag">{t('rooms.here')}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

export function Where({ controller }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useCloseOutside(box);
  const title = localised(store.room.value?.title);
  const alone = (store.branch.value?.rooms.length ?? 0) < 2;
  const choose = (room: BranchRoom): void => {
    open.value = false;
    heading.current?.focus(); // as after a new page: the next key walks, or writes
    void controller.go(room);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open.value) return;
    event.stopPropagation();
    open.value = false;
    box.current?.querySelector('button')?.focus();
  };
  return (
    <div ref={box} class="where glass" onKeyDown={onKeyDown}>
      <p class="eyebrow">
        {localised(store.branch.value?.name)} {store.locked.value && <span class="tag dim">{t('door.tag')}</span>}
      </p>
      <h1 ref={heading} tabIndex={-1} aria-busy={store.going.value !== null}>
        {alone ? (
          <span class="title">{title}</span>
        ) : (
          <button
            type="button"
            class="room"
            aria-expanded={open.value}
            aria-controls="rooms"
            onClick={() => (open.value = !open.value)}
          >
            <span class="title">{title}</span>
            <span class="unseen">, {t('rooms.change')}</span>
            {store.going.value === null ? <Icon name="unfold" /> : <span class="spinner" aria-hidden="true" />}
          </button>
        )}
      </h1>
      {open.value && <Rooms choose={choose} />}
    </div>
  );
}

/** Stands where one stands at a portal to a room that is open. */
export function Doorway({ controller }: Props): JSX.Element {
  const room = store.branch.value?.rooms.find((one) => one.room === store.doorway.value);
  return (
    <div class="doorway" role="status">
      {room && isShut(room.room) && <p class="hint">{t('door.shut', { room: localised(room.title) })}</p>}
      {room && store.going.value === null && (
        <button type="button" class="primary small" onClick={() => void controller.go(room)}>
          {t('rooms.go', { room: localised(room.title) })}
        </button>
      )}
    </div>
  );
}

/** In the room while its scene is still on the way: it hides the one that was left. */
export function Preparing({ controller }: Props): JSX.Element | null {
  if (plain.value || store.loading.value.name === 'ready') return null;
  return (
    <section class="preparing" aria-label={t('entry.preparing')}>
      <div class="card">
        <Progress controller={controller} />
      </div>
    </section>
  );
}
