// Hovering and pressing as the styles see them: real `:hover` cannot be had by script, so elements are marked.

type Mark = 'data-hover' | 'data-pressed';

const CONTROL = 'button, label, a, input, textarea, summary';
const counts = { 'data-hover': new WeakMap<Element, number>(), 'data-pressed': new WeakMap<Element, number>() };

/** What answers at this place: the nearest that can be pressed, within the panel. */
export function controlOf(element: Element | null, root: Element): Element | null {
  const control = element?.closest(CONTROL) ?? null;
  if (!control || !root.contains(control) || control.matches(':disabled')) return null;
  const label = control.closest('label'); // a chip's button lies unseen under its words
  return label && root.contains(label) ? label : control;
}

/** Both hands may be on the same. */
export function mark(element: Element, name: Mark, by: 1 | -1): void {
  const kept = counts[name];
  const count = (kept.get(element) ?? 0) + by;
  kept.set(element, count);
  element.toggleAttribute(name, count > 0);
}
