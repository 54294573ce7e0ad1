// What voice says to the server. None of it is repeated on another line, as the server forgets it with the line (V-1).
import type { ErrorMessage } from '../protocol/messages';
import type { VoiceAnswer, VoiceGroup, VoiceHear, VoiceRefusal, VoiceRenew, VoiceSignal, VoiceSpeak, VoiceStage, VoiceUngroup } from '../protocol/generated';

type Command = VoiceHear | VoiceSpeak | VoiceRenew | VoiceGroup | VoiceUngroup | VoiceStage;
type WithoutId<T> = T extends { id: string } ? Omit<T, 'id'> : never;
export type Wish = WithoutId<Command>;

/** `lost`: the line went before there was an answer; `failed`: the server could not take it, as it was too fast or had no right to it. */
export type Answered = 'accepted' | 'lost' | 'failed' | VoiceRefusal;

export class Line {
  private readonly open = new Map<string, (answered: Answered) => void>();

  /** `send` says a text on the line there is; false where there is none. */
  constructor(
    private readonly send: (text: string) => boolean,
    private readonly makeId: () => string,
  ) {}

  ask(wish: Wish): Promise<Answered> {
    const id = this.makeId();
    return new Promise((resolve) => {
      this.open.set(id, resolve);
      if (!this.send(JSON.stringify({ ...wish, id }))) this.settle(id, 'lost');
    });
  }

  /** A signal has no answer unless it is refused, and then the session is over or will be renewed. */
  signal(session: string, data: VoiceSignal['data']): void {
    this.send(JSON.stringify({ type: 'voice.signal', id: this.makeId(), session, data } satisfies VoiceSignal));
  }

  answered({ id, outcome, reason }: VoiceAnswer): void {
    this.settle(id, outcome === 'accepted' ? 'accepted' : (reason ?? 'failed'));
  }

  failed({ id }: ErrorMessage): void {
    if (id) this.settle(id, 'failed');
  }

  /** There will be another line, if any. */
  broken(): void {
    for (const id of [...this.open.keys()]) this.settle(id, 'lost');
  }

  private settle(id: string, answered: Answered): void {
    this.open.get(id)?.(answered);
    this.open.delete(id);
  }
}
