// Voice as a person uses it. What it takes comes in a chunk of its own once the room is there; until then, and in a browser
// without it, all of this does nothing and the page is the same.
import { effect, untracked } from '@preact/signals';
import { t } from '../i18n';
import { preferences } from '../preferences';
import type { ErrorMessage, VoiceMessage } from '../protocol/messages';
import { inRoom, plain, store } from '../store';
import { voicing } from '../voicing';
import type { Audience } from '../voice/desk';
import type { Around, Voice } from '../voice/voice';

const VOLUMES = { normal: 1, loud: 1.8, quiet: 0.5, off: 0 } as const;

export class Speaking {
  voice: Voice | null = null;
  private joined = false;
  private opening: Promise<void> | null = null;

  constructor(
    private readonly around: Around,
    private readonly bring: () => Promise<{ openVoice(around: Around): Voice }>,
  ) {
    if (!canTalk()) return;
    const stop = effect(() => {
      const there = inRoom.value && (plain.value || store.loading.value.name === 'ready');
      if (there) untracked(() => void this.open().then(() => this.voice && stop()));
    });
    effect(() => {
      if (store.aside.value) untracked(() => this.voice?.hush()); // out of the room at once, whatever the line does
    });
  }

  // ---- what a person does

  /** The microphone on for those near one, or off. */
  toggle(): void {
    void this.voice?.toggle('near');
  }

  /** On for everybody in the room, or off. */
  toggleFor(audience: Audience): void {
    void this.voice?.toggle(audience);
  }

  /** Talks while it is held. Who has not turned the microphone on wants to now. */
  press(by: 'key' | 'button' | 'controller'): void {
    const { microphone } = voicing;
    if (microphone.value === 'on') this.voice?.own.press(by);
    else if (by === 'key' && microphone.value !== 'asking') this.toggle();
  }

  release(by: 'key' | 'button' | 'controller'): void {
    this.voice?.own.release(by);
  }

  latch(): void {
    this.voice?.own.latch();
  }

  /** A closed group of oneself, whoever is in it already, and this member. */
  takeAside(member: string): void {
    const known = (voicing.group.value?.members ?? []).filter((one) => one !== this.around.me() && one !== member);
    this.voice?.group([member, ...known]);
  }

  leaveGroup(): void {
    this.voice?.ungroup();
  }

  // ---- what is reported

  welcomed(elsewhere: boolean): void {
    this.joined = true;
    this.voice?.welcomed(elsewhere);
  }

  broken(): void {
    this.joined = false;
    this.voice?.broken();
  }

  /** The visit is over. */
  ended(): void {
    this.joined = false;
    this.voice?.end();
  }

  told(message: VoiceMessage): void {
    this.voice?.told(message);
  }

  failed(error: ErrorMessage): void {
    this.voice?.failed(error);
  }

  /** Twenty times a second; where nothing is drawn this is also when one listens. */
  step(): void {
    if (!this.voice) return;
    this.voice.step();
    if (plain.peek() || document.hidden) this.voice.frame(null);
  }

  /** With each picture: the matrix of the eyes in the room. */
  hear(head: ArrayLike<number>): void {
    this.voice?.frame(head);
  }

  private open(): Promise<void> {
    return (this.opening ??= this.bring().then(({ openVoice }) => {
      const voice = (this.voice = openVoice(this.around));
      voicing.offered.value = true;
      effect(() => { voice.own.mode = preferences.talk.value; });
      effect(() => { voice.playback.volume = VOLUMES[preferences.voices.value]; });
      effect(() => {
        const device = preferences.microphone.value;
        untracked(() => void voice.own.choose(device));
      });
      letGoOutside(() => ['key', 'button'].forEach((by) => this.release(by as 'key' | 'button')));
      if (this.joined) voice.welcomed(false);
    }, () => {
      this.opening = null; // asked for again with the next room
      this.around.tell(t('voice.failed'), false);
    }));
  }
}

/** Whether this browser can at all. */
function canTalk(): boolean {
  return 'RTCPeerConnection' in globalThis && 'AudioContext' in globalThis;
}

/** Whoever looks elsewhere holds nothing here. */
function letGoOutside(release: () => void): void {
  window.addEventListener('blur', release);
  document.addEventListener('visibilitychange', release);
}
