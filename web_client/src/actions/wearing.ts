// What one does with a headset on: where it stands, the menu, the safe place, taking it off.
import { t } from '../i18n';
import { store } from '../store';
import type { Worn } from '../xr/worn';
import type { Send, Tell } from './commands';

export class Wearing {
  /** The headset, once the 3D view is made. */
  worn: Worn | null = null;

  constructor(
    private readonly send: Send,
    /** Whether the server keeps one aside; null while it is not known. */
    private readonly keptAside: () => boolean | null,
    private readonly tell: Tell,
  ) {}

  // ---- what a person does

  /** What is ahead of the face is ahead in the room from now on. */
  recentre(): void {
    this.worn?.recentre();
  }

  /** Stands higher, or lower. */
  raise(metres: number): void {
    this.worn?.raise(metres);
  }

  /** Opens the menu in front, where a wrist is not to be had; closes whatever is open there. */
  menu(): void {
    const open = store.front.value !== null || store.card.value !== null;
    store.card.value = null;
    store.front.value = open ? null : 'menu';
  }

  /** Out of the room at once, whatever the line does; the room is told. */
  stepAside(): void {
    if (store.aside.value) return;
    this.away(true);
    void this.send({ type: 'aside.begin' });
  }

  stepBack(): void {
    if (!store.aside.value) return;
    this.away(false);
    void this.send({ type: 'aside.end' });
  }

  /** Back to the screen, and to the room. */
  async leave(): Promise<void> {
    this.stepBack();
    await this.worn?.end();
  }

  // ---- what is reported

  /** The headset has been put on or taken off: nobody stays aside without one, as the screen has no safe place. */
  changed(on: boolean): void {
    store.headset.value = on ? 'worn' : 'offered';
    store.front.value = null;
    if (on) this.tell(t('headset.begun'), false);
    else this.stepBack();
  }

  /** The room's state has come (anew): what it holds of oneself is put right. */
  loaded(): void {
    const kept = this.keptAside();
    if (kept === null || kept === store.aside.value) return;
    void this.send({ type: store.aside.value ? 'aside.begin' : 'aside.end' });
  }

  private away(on: boolean): void {
    store.aside.value = on;
    store.front.value = null;
    store.card.value = null;
    this.worn?.aside(on);
  }
}
