// The name of what is under the mouse, beside it; and the small mark in the middle while the mouse looks freely.
// For pointers only: all of it can be reached by words elsewhere.
import type { JSX } from 'preact';
import { localised, t } from '../i18n';
import { store } from '../store';

const FAR_RIGHT = 0.7; // of the width: from there on names would leave the screen

let label: HTMLElement | null = null;

/** The mouse is here, pixels of the window. */
export function movePointed(x: number, y: number): void {
  if (!label) return;
  label.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  label.classList.toggle('leftward', x > innerWidth * FAR_RIGHT);
}

/** What is pointed at, in words; '' for nothing. */
export function pointedName(): string {
  const pointed = store.pointed.value;
  return pointed ? nameOf(pointed.kind, pointed.id) : '';
}

function nameOf(kind: string, id: string): string {
  switch (kind) {
    case 'exhibit':
      return localised(store.scene.value?.exhibits.find((one) => one.id === id)?.title ?? {});
    case 'portal': {
      const room = store.branch.value?.rooms.find((one) => one.room === id);
      return room ? t('rooms.go', { room: localised(room.title) }) : t('moving.notOpen');
    }
    case 'seat': {
      const sitter = store.members.value.find(({ seat }) => seat === id);
      return sitter ? t('moving.seatOf', { name: sitter.name }) : t('moving.sit');
    }
    default:
      return store.members.value.find(({ slot }) => String(slot) === id)?.name ?? '';
  }
}

export function PointedLabel(): JSX.Element {
  const name = pointedName();
  const aiming = store.aiming.value;
  return (
    <div aria-hidden="true" class={aiming ? 'pointing aiming' : 'pointing'}>
      {aiming && <span class="aim" />}
      <div class="pointed-place" ref={(element) => void (label = element)}>
        {name !== '' && <span class="pointed glass">{name}</span>}
      </div>
    </div>
  );
}
