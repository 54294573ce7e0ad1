// Lists that are longer than their place: drawn along by a ray or finger, or rolled by the thumbstick.

export type Axis = 'x' | 'y';

const SPEED_PX_S = 900;
const DEAD = 0.2;

function overflows(element: Element, axis: Axis): boolean {
  const longer = axis === 'y' ? element.scrollHeight > element.clientHeight + 1 : element.scrollWidth > element.clientWidth + 1;
  if (!longer) return false;
  const style = getComputedStyle(element);
  return /auto|scroll/.test(axis === 'y' ? style.overflowY : style.overflowX);
}

/** The nearest around `element` that can be scrolled this way. */
export function scrollerOf(element: Element | null, root: Element, axis: Axis): Element | null {
  for (let one = element; one && root.contains(one); one = one.parentElement) if (overflows(one, axis)) return one;
  return null;
}

/** How far a thumbstick rolls a list in this time, in pixels. */
export function rolled(stick: number, seconds: number): number {
  const beyond = Math.max(0, Math.abs(stick) - DEAD) / (1 - DEAD);
  return Math.sign(stick) * beyond * beyond * SPEED_PX_S * seconds;
}
