// Keys for the panels and the exhibit; walking keys are in interaction/keys.
import type { Controller } from '../controller';
import { isTyping } from '../interaction/keys';
import { inRoom, store } from '../store';

function onKey(event: KeyboardEvent, controller: Controller): void {
  if (!inRoom.value || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') return escape();
  if (isTyping(event.target)) return;
  switch (event.code) {
    case 'KeyE':
      return controller.handling.takeOrPutBack();
    case 'KeyP':
      return void (store.panel.value = store.panel.value === 'people' ? null : 'people');
    case 'KeyH':
      return void (store.panel.value = store.panel.value === 'help' ? null : 'help');
    case 'Enter':
      return event.target instanceof HTMLButtonElement ? undefined : writeMessage(event);
  }
}

function escape(): void {
  const element = document.activeElement;
  if (element instanceof HTMLElement && element !== document.body) element.blur();
  else store.panel.value = null;
}

function writeMessage(event: KeyboardEvent): void {
  event.preventDefault();
  document.querySelector<HTMLInputElement>('#say')?.focus();
}

export function listenToShortcuts(controller: Controller): void {
  window.addEventListener('keydown', (event) => {
    if (!event.repeat) onKey(event, controller);
  });
}
