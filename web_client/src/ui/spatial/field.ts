// The text field that the keyboard writes into: the one of the host that had the focus last, until it goes or one is done.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Field } from './writing/insert';

const WRITTEN_IN = '[data-place] textarea, [data-place] input:not([type]), [data-place] input[type=text]';

export const field = signal<Field | null>(null);

/** Puts the keyboard away. */
export function done(): void {
  field.value?.blur();
  field.value = null;
}

/** Pressing a key of the keyboard may take the focus from the field: it gets it back. */
export function refocus(): void {
  if (document.activeElement !== field.value) field.value?.focus();
}

export function useField(): Field | null {
  useEffect(() => {
    const took = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && target.matches(WRITTEN_IN)) field.value = target as Field;
    };
    const watcher = new MutationObserver(() => {
      if (field.value?.isConnected === false) field.value = null;
    });
    const escaped = ({ key, isComposing }: KeyboardEvent): void => {
      if (key === 'Escape' && !isComposing) field.value = null;
    };
    document.addEventListener('focusin', took);
    document.addEventListener('keydown', escaped, true);
    watcher.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', took);
      document.removeEventListener('keydown', escaped, true);
      watcher.disconnect();
      field.value = null;
    };
  }, []);
  return field.value;
}
