// The keys of the page, in one table: what they do, and what Help says of them. Walking keys act in interaction/keys.
import type { Controller } from '../controller';
import type { Key } from '../i18n';
import { isTyping } from '../interaction/keys';
import { preferences } from '../preferences';
import { REACTIONS } from '../reactions';
import { inRoom, plain, store } from '../store';

export interface Shortcut {
  /** As they are written on the keyboard. */
  readonly keys: readonly string[];
  readonly text: Key;
  /** `KeyboardEvent.code`s; none for what acts elsewhere. */
  readonly codes?: readonly string[];
  readonly act?: (controller: Controller, event: KeyboardEvent) => void;
  /** Acts in the list as well. Single letters and digits do not: there they would be in the way of who speaks to the device. */
  readonly list?: boolean;
}

const toggle = (panel: 'people' | 'help') => (): void => {
  store.panel.value = store.panel.value === panel ? null : panel;
};

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['W', 'A', 'S', 'D', '↑', '←', '↓', '→'], text: 'keys.walk' },
  { keys: ['Shift'], text: 'keys.hurry' },
  { keys: ['E'], text: 'keys.take', codes: ['KeyE'], act: ({ handling }) => handling.takeOrPutBack() },
  { keys: ['F'], text: 'keys.closer', codes: ['KeyF'], act: ({ looking }) => looking.toggle() },
  { keys: ['C'], text: 'keys.sit', codes: ['KeyC'], act: ({ moving }) => moving.sitOrStand() },
  { keys: ['V'], text: 'voice.key', codes: ['KeyV'], act: ({ speaking }) => speaking.press('key') },
  { keys: ['Enter'], text: 'keys.write', codes: ['Enter', 'NumpadEnter'], act: write, list: true },
  { keys: ['R'], text: 'keys.palette', codes: ['KeyR'], act: () => (store.palette.value = !store.palette.value) },
  { keys: ['1', '…', '9'], text: 'keys.react', codes: digits(), act: react },
  { keys: ['P'], text: 'keys.people', codes: ['KeyP'], act: toggle('people') },
  { keys: ['H'], text: 'keys.help', codes: ['KeyH'], act: toggle('help') },
  { keys: ['Esc'], text: 'keys.close', codes: ['Escape'], act: closeTopmost, list: true },
];

function digits(): string[] {
  return REACTIONS.filter(({ key }) => key !== '').flatMap(({ key }) => [`Digit${key}`, `Numpad${key}`]);
}

function react({ expressing }: Controller, { code }: KeyboardEvent): void {
  const reaction = REACTIONS.find(({ key }) => key === code.at(-1));
  if (reaction) expressing.show(reaction.name);
}

/** To write; a button that has the focus takes Enter for itself. */
function write({ talk }: Controller, event: KeyboardEvent): void {
  if (event.target instanceof HTMLElement && event.target.matches('button, a, summary, input')) return;
  event.preventDefault();
  talk.unfold(true);
  document.getElementById('say')?.focus();
}

/** One press closes one thing: what lies on top, then the panel; then the field or button lets go of the keys. */
function closeTopmost({ looking, talk }: Controller, event: KeyboardEvent): void {
  const { activeElement } = document;
  if (event.isComposing) return; // the input method takes it
  if (store.palette.value) store.palette.value = false;
  else if (store.card.value) store.card.value = null;
  else if (activeElement instanceof HTMLElement && isTyping(activeElement)) {
    activeElement.blur();
    if (!plain.peek()) talk.backToRoom();
    return;
  }
  else if (store.front.value) store.front.value = null;
  else if (store.panel.value) store.panel.value = null;
  else looking.back();
  if (activeElement instanceof HTMLElement && !plain.peek()) activeElement.blur(); // the next key walks
}

/** Those that act as the page is set now: single letters and digits can be switched off (WCAG 2.1.4). */
export function activeShortcuts(): readonly Shortcut[] {
  const letters = preferences.letterKeys.value;
  return SHORTCUTS.filter(({ list, codes }) => list || (!plain.value && (letters || !codes))).map((one) =>
    letters ? one : { ...one, keys: one.keys.filter((key) => !/^[A-Z]$/.test(key)) },
  );
}

export function onKey(event: KeyboardEvent, controller: Controller): void {
  if (!inRoom.value || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = activeShortcuts().find(({ codes }) => codes?.includes(event.code));
  if (!found?.act) return;
  if (event.code !== 'Escape' && isTyping(event.target)) return;
  found.act(controller, event);
}

export function listenToShortcuts(controller: Controller): void {
  window.addEventListener('keydown', (event) => onKey(event, controller));
  window.addEventListener('keyup', ({ code }) => code === 'KeyV' && controller.speaking.release('key'));
}
