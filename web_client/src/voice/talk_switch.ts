// Whether the microphone is open right now: always, or while something is held. Pure; `now` is in ms.

/** What can be held: a key, a button of the page, one of a controller; `latch` stays until it is pressed again. */
export type Hold = 'key' | 'button' | 'controller' | 'latch';
export type TalkMode = 'push' | 'open';

const TAIL_MS = 250; // the last sound of a word comes after the finger has gone

export class TalkSwitch {
  mode: TalkMode = 'push';
  private readonly held = new Set<Hold>();
  private until = -Infinity;

  press(by: Hold): void {
    this.held.add(by);
  }

  release(by: Hold, now: number): void {
    if (this.held.delete(by) && this.held.size === 0) this.until = now + TAIL_MS;
  }

  /** The page is no longer looked at, or one may not speak any more: nothing is held, and at once. */
  letGo(): void {
    this.held.clear();
    this.until = -Infinity;
  }

  holds(by: Hold): boolean {
    return this.held.has(by);
  }

  open(now: number): boolean {
    return this.mode === 'open' || this.held.size > 0 || now < this.until;
  }
}
