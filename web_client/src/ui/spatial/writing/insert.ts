// Writing into a field as a keyboard does: at the caret, with the events that the page listens to.

export type Field = HTMLInputElement | HTMLTextAreaElement;

const parts = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function changed(field: Field, inputType: string, data: string | null): void {
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType, data }));
}

/** As much of it as the field still takes. */
export function insert(field: Field, text: string): void {
  const from = field.selectionStart ?? field.value.length;
  const to = field.selectionEnd ?? from;
  const free = field.maxLength < 0 ? Infinity : field.maxLength - field.value.length + (to - from);
  const taken = text.slice(0, Math.max(0, free));
  if (taken === '') return;
  field.setRangeText(taken, from, to, 'end');
  changed(field, 'insertText', taken);
}

/** What is chosen, or the one letter before the caret, however many code points it is made of. */
export function erase(field: Field): void {
  const to = field.selectionEnd ?? field.value.length;
  let from = field.selectionStart ?? to;
  if (from === to) from -= [...parts.segment(field.value.slice(0, to))].at(-1)?.segment.length ?? 0;
  if (from === to) return;
  field.setRangeText('', from, to, 'end');
  changed(field, 'deleteContentBackward', null);
}

/** The caret one letter on (1) or back (-1). */
export function move(field: Field, by: 1 | -1): void {
  const at = (by > 0 ? field.selectionEnd : field.selectionStart) ?? 0;
  const side = by > 0 ? field.value.slice(at) : field.value.slice(0, at);
  const letter = [...parts.segment(side)].at(by > 0 ? 0 : -1)?.segment.length ?? 0;
  field.setSelectionRange(at + by * letter, at + by * letter);
}

/** Sends, where Enter sends; a new line where it makes one. */
export function enter(field: Field): void {
  const taken = !field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
  if (taken) return;
  if (field instanceof HTMLTextAreaElement) insert(field, '\n');
  else field.form?.requestSubmit();
}
