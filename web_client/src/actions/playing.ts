// The clips of exhibits: playing and stopping for everybody, sound for oneself, and each screen in step with the room.
import { effect } from '@preact/signals';
import { language, t } from '../i18n';
import { caption, placeOf, Projector, runs, videoOf } from '../projector';
import type { MediaRef } from '../scene/description';
import { store } from '../store';
import type { Visit } from '../visit';
import type { Send, Tell } from './commands';

const TOLD_MS = 250; // so often the panel hears where the clip is

/** The part of the world that shows a clip on an exhibit. */
export interface Wall {
  /** Shows `video` on the exhibit from now on; null: what is there by itself. */
  project(exhibit: string, video: HTMLVideoElement | null): void;
}

interface Show {
  readonly exhibit: string;
  readonly media: MediaRef;
  readonly video: HTMLVideoElement;
  readonly projector: Projector;
  words: string;
}

export class Playing {
  private readonly shows = new Map<string, Show>();
  private toldAt = 0;

  constructor(
    private readonly send: Send,
    private readonly visit: Visit,
    private readonly wall: () => Wall | null,
    private readonly tell: Tell,
    private readonly now: () => number,
  ) {
    effect(() => {
      const muted = !store.clipSound.value || store.aside.value;
      for (const { video } of this.shows.values()) video.muted = muted;
    });
    effect(() => {
      const spoken = language.value;
      for (const show of this.shows.values()) this.subtitle(show, spoken);
    });
  }

  // ---- what a person does

  /** Plays for everybody, from where it is or again from its beginning; or stops. */
  toggle(exhibit: string): void {
    const media = this.mediaOf(exhibit);
    if (!media) return;
    const view = this.visit.room.exhibits.get(exhibit)?.media ?? null;
    const place = view ? placeOf(view, media.seconds, this.serverNow) : 0;
    const playing = !view || !runs(view, media.seconds, this.serverNow);
    void this.say(exhibit, playing, place >= media.seconds ? 0 : place);
  }

  /** To this second, for everybody; playing goes on, or not, as before. */
  seek(exhibit: string, position: number): void {
    const media = this.mediaOf(exhibit);
    if (!media) return;
    const view = this.visit.room.exhibits.get(exhibit)?.media ?? null;
    const playing = view !== null && runs(view, media.seconds, this.serverNow);
    void this.say(exhibit, playing, Math.min(media.seconds, Math.max(0, position)));
  }

  /** The element that shows the exhibit's clip, if there is one yet. */
  screen(exhibit: string): HTMLVideoElement | null {
    return this.shows.get(exhibit)?.video ?? null;
  }

  /** Where the clip is for everybody, and where it is on one's own screen; for tests. */
  get places(): Record<string, { readonly room: number; readonly screen: number; readonly paused: boolean }> {
    const found: ReturnType<() => Playing['places']> = {};
    for (const { exhibit, media, video } of this.shows.values()) {
      const view = this.visit.room.exhibits.get(exhibit)?.media;
      if (view) found[exhibit] = { room: placeOf(view, media.seconds, this.serverNow), screen: video.currentTime, paused: video.paused };
    }
    return found;
  }

  /** Called 20 times a second: screens are brought into step. */
  step(): void {
    const now = this.now();
    for (const { exhibit, media } of this.visit.room.exhibits.values()) if (media && !this.shows.has(exhibit)) this.open(exhibit);
    for (const show of this.shows.values()) this.follow(show, now);
    if (this.shows.size === 0 || now - this.toldAt < TOLD_MS) return;
    this.toldAt = now;
    this.inform();
  }

  // ---- what the visit reports

  /** Another room, or the visit's end: nothing plays on. */
  anew(): void {
    for (const { exhibit, video } of this.shows.values()) {
      this.wall()?.project(exhibit, null);
      video.pause();
      video.removeAttribute('src');
      video.load();
    }
    this.shows.clear();
    store.clip.value = null;
  }

  private follow(show: Show, now: number): void {
    const view = this.visit.room.exhibits.get(show.exhibit)?.media;
    if (!view) return;
    show.projector.follow(view, this.serverNow, now);
    if (show.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.wall()?.project(show.exhibit, show.video);
  }

  private open(exhibit: string): void {
    const media = this.mediaOf(exhibit);
    if (!media) return;
    const video = videoOf(media);
    video.muted = !store.clipSound.peek() || store.aside.peek();
    const show: Show = { exhibit, media, video, projector: new Projector(video, media.seconds), words: '' };
    this.shows.set(exhibit, show);
    this.subtitle(show, language.peek());
  }

  private subtitle(show: Show, spoken: string): void {
    show.words = '';
    caption(show.video, show.media.captions[spoken] ?? show.media.captions['en'], (words) => {
      show.words = words;
      this.inform();
    });
  }

  /** The panel hears of the clip at the exhibit one looks at, or of the one that is there. */
  private inform(): void {
    const show = this.shows.get(store.focus.peek() ?? '') ?? [...this.shows.values()][0];
    const view = show && this.visit.room.exhibits.get(show.exhibit)?.media;
    if (!show || !view) return;
    const { exhibit, media, video, words } = show;
    const ready = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? 'ready' : 'coming';
    const position = placeOf(view, media.seconds, this.serverNow);
    store.clip.value = { exhibit, position, words, state: video.error ? 'failed' : ready };
  }

  private async say(exhibit: string, playing: boolean, position: number): Promise<void> {
    const outcome = await this.send({ type: 'exhibit.media', exhibit, playing, position });
    if (outcome.kind === 'refused') this.tell(t('exhibit.ledByOther'), false);
  }

  private get serverNow(): number {
    return this.visit.clock.unixAt(this.now());
  }

  private mediaOf(exhibit: string): MediaRef | null {
    return store.scene.value?.exhibits.find(({ id }) => id === exhibit)?.media ?? null;
  }
}
