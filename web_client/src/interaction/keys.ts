// Which keys are down, by their place on the keyboard; typing in a field is not walking.

const WATCHED = new Set([
  'KeyW',
  'KeyA',
  'KeyS',
  'KeyD',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'ShiftLeft',
  'ShiftRight',
]);

/** True when keys belong to a field or a control that uses them itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

export class Keys {
  private readonly down = new Set<string>();

  /** `letters`: whether letters act; arrows always do. */
  constructor(
    page: Window,
    private readonly letters: () => boolean = () => true,
  ) {
    page.addEventListener('keydown', (event) => this.pressed(event));
    page.addEventListener('keyup', (event) => this.down.delete(event.code));
    page.addEventListener('blur', () => this.down.clear());
    page.document.addEventListener('focusin', (event) => {
      if (isTyping(event.target)) this.down.clear();
    });
  }

  is(code: string): boolean {
    return this.down.has(code);
  }

  /** +1, 0 or -1 of two groups of keys. */
  axis(plus: readonly string[], minus: readonly string[]): number {
    return Number(plus.some((code) => this.down.has(code))) - Number(minus.some((code) => this.down.has(code)));
  }

  private pressed(event: KeyboardEvent): void {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!WATCHED.has(event.code) || (event.code.startsWith('Key') && !this.letters())) return;
    if (event.code.startsWith('Arrow')) event.preventDefault(); // the page does not scroll
    this.down.add(event.code);
  }
}
