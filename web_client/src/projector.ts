// Plays one clip in step with the room: an element that follows what the log says of it, with the words that it speaks.
import type { MediaView } from './protocol/generated';
import { mediaPosition } from './replica/exhibits';
import { correction } from './replica/media_sync';
import type { MediaRef } from './scene/description';

const SETTLED_S = 0.04; // a still picture so near is right
const SEEK_AGAIN_MS = 700; // a jump takes its time

/** The parts of a video element that are needed. */
export type Screen = Pick<
  HTMLVideoElement,
  'currentTime' | 'paused' | 'seeking' | 'playbackRate' | 'muted' | 'readyState' | 'play' | 'pause'
>;

/** Where the clip is at `serverNow`, within its length. */
export function placeOf(view: MediaView, seconds: number, serverNow: number): number {
  return Math.min(seconds, mediaPosition(view, serverNow));
}

/** Does it move at `serverNow`? What has come to its end does not. */
export function runs(view: MediaView, seconds: number, serverNow: number): boolean {
  return view.playing && placeOf(view, seconds, serverNow) < seconds;
}

export class Projector {
  private soughtAt = -Infinity;

  constructor(
    private readonly screen: Screen,
    private readonly seconds: number,
  ) {}

  /** Brings the screen to where the room is; called many times a second. `now` is local, ms. */
  follow(view: MediaView, serverNow: number, now: number): void {
    const { screen } = this;
    const place = placeOf(view, this.seconds, serverNow);
    if (!runs(view, this.seconds, serverNow)) return this.rest(place, now);
    if (screen.paused) void this.begin();
    if (screen.seeking) return;
    const { jump, rate } = correction(place - screen.currentTime);
    if (screen.playbackRate !== rate) screen.playbackRate = rate;
    if (jump) this.seek(place, now);
  }

  private rest(place: number, now: number): void {
    if (!this.screen.paused) this.screen.pause();
    if (Math.abs(this.screen.currentTime - place) > SETTLED_S) this.seek(place, now);
  }

  private seek(place: number, now: number): void {
    if (now - this.soughtAt < SEEK_AGAIN_MS) return;
    this.soughtAt = now;
    this.screen.currentTime = place;
  }

  /** A browser that allows no sound yet shows the picture without. */
  private async begin(): Promise<void> {
    try {
      await this.screen.play();
    } catch {
      this.screen.muted = true;
    }
  }
}

/** An element for the clip, silent, with its captions as a track that is read, not drawn. */
export function videoOf(media: MediaRef): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  video.disablePictureInPicture = true;
  video.src = media.url;
  return video;
}

/** The words of the clip in this language, told to `said` as they come and go. */
export function caption(video: HTMLVideoElement, url: string, said: (words: string) => void): void {
  for (const old of [...video.children]) old.remove();
  const track = document.createElement('track');
  track.kind = 'captions';
  track.src = url;
  video.append(track);
  track.track.mode = 'hidden';
  track.track.addEventListener('cuechange', () => {
    if (track.isConnected || track.parentElement === video) said(wordsOf(track.track.activeCues));
  });
}

function wordsOf(cues: TextTrackCueList | null): string {
  return [...(cues ?? [])].map((cue) => (cue as VTTCue).text).join('\n');
}
