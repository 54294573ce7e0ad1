// The bank's own word to everybody (PROTOCOL.md D-3): shown as long as it is new, also to who comes later; put away when read.
import { t } from '../i18n';
import { ANNOUNCEMENT_LIFE_S, type AnnouncementView } from '../protocol/generated';
import { announce, store } from '../store';

export class Bulletins {
  /** Those that were said aloud. */
  private readonly heard = new Set<number>();
  private readonly away = new Set<number>();

  /** `unix` is the server's clock, ms; `all` are those that the room knows. */
  constructor(
    private readonly all: () => readonly AnnouncementView[],
    private readonly unix: () => number,
  ) {}

  /** One has read it. */
  putAway(seq: number): void {
    this.away.add(seq);
    this.show();
  }

  /** The room knows others than before: what is new is said aloud. */
  changed(): void {
    for (const { seq, text, member } of this.fresh()) {
      if (this.heard.has(seq)) continue;
      this.heard.add(seq);
      if (member === store.me.value?.member) this.away.add(seq); // who wrote it has read it
      else announce({ kind: 'told', text: t('notice.said', { text }), loud: true });
    }
    this.show();
  }

  /** Called now and then: what is no longer new is not shown any more. */
  step(): void {
    if (store.announcements.value.length !== this.fresh().length) this.show();
  }

  /** In another room, or out of all: numbers mean something else there. */
  elsewhere(): void {
    this.heard.clear();
    this.away.clear();
    this.show();
  }

  private fresh(): readonly AnnouncementView[] {
    const since = this.unix() - ANNOUNCEMENT_LIFE_S * 1000;
    return this.all().filter(({ at }) => at > since);
  }

  private show(): void {
    const fresh = this.fresh();
    if (fresh.length > 0 || store.announcements.value.length > 0) store.announcements.value = fresh;
    store.notices.value = fresh.filter(({ seq }) => !this.away.has(seq));
  }
}
