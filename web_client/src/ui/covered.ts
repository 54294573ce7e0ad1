// How much of the picture is covered by what one reads at an exhibit, so that the view from close by keeps clear of it.

/** Shares of the window at each side, 0 to 1. */
export interface Covered {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const now: Covered = { left: 0, right: 0, top: 0, bottom: 0 };
const TOP_PX = 76; // name and tools
const TOP_MOST = 0.3;
const GAP_PX = 16; // to the edge of the window
const SHEET = 0.7; // what is so wide lies at the foot
const ROOMY_PX = 1100; // so wide a window has room between the chat and the card
const FOLDED_PX = 120;

/** Measures anew, whenever one of them has another size: the card of the exhibit, the chat, notices at the top. */
export function measure(card: HTMLElement | null, chat: HTMLElement | null, notices: HTMLElement | null): void {
  now.left = now.right = now.bottom = 0;
  const told = notices && notices.offsetHeight > 0 ? notices.offsetTop + notices.offsetHeight : 0;
  now.top = Math.min(TOP_MOST, Math.max(TOP_PX, told) / innerHeight);
  if (!card) return;
  // As it lies, whatever it does while it comes in.
  const { offsetWidth, offsetHeight } = card;
  if (offsetWidth > innerWidth * SHEET) now.bottom = offsetHeight / innerHeight;
  else now.right = (offsetWidth + GAP_PX) / innerWidth;
  const beside = innerWidth >= ROOMY_PX && chat !== null && chat.offsetHeight > FOLDED_PX;
  if (beside) now.left = (chat.offsetWidth + GAP_PX) / innerWidth;
}

export function readCovered(out: Covered): void {
  Object.assign(out, now);
}
