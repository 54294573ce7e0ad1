// How much of the picture the exhibit's card covers, so that the view from close by keeps clear of it.

/** Shares of the window at each side, 0 to 1. */
export interface Covered {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const now: Covered = { left: 0, right: 0, top: 0, bottom: 0 };
const TOP_PX = 76; // name and tools

/** Measures the card anew whenever its size changes; null: there is none. */
export function measure(card: HTMLElement | null): void {
  now.left = now.right = now.bottom = 0;
  now.top = Math.min(0.25, TOP_PX / innerHeight);
  if (!card) return;
  const box = card.getBoundingClientRect();
  if (box.width > innerWidth * 0.7) now.bottom = Math.max(0, 1 - box.top / innerHeight);
  else now.right = Math.max(0, 1 - box.left / innerWidth);
}

export function readCovered(out: Covered): void {
  Object.assign(out, now);
}
