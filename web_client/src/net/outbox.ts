// Commands without an answer yet: they keep their ids and are said again after a resume (PROTOCOL.md R-4, M-4).
import type { Ack } from '../protocol/generated';
import type { Draft, ErrorMessage } from '../protocol/messages';

/** What became of a command; `repeat`: it was decided before (M-4). `by`: who has
 * what is taken (K-3). `lost`: the visit it belonged to is over and nobody can tell. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly seq: number; readonly repeat: boolean }
  | { readonly kind: 'refused'; readonly reason: string; readonly by?: string }
  | { readonly kind: 'lost' };

interface Pending {
  readonly text: string;
  readonly settle: (outcome: Outcome) => void;
}

export class Outbox {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly makeId: () => string) {}

  get size(): number {
    return this.pending.size;
  }

  /** Gives the command its id; `text` is what to send, `outcome` comes with the ack. */
  add(draft: Draft): { id: string; text: string; outcome: Promise<Outcome> } {
    const id = this.makeId();
    const text = JSON.stringify({ ...draft, id });
    let settle!: (outcome: Outcome) => void;
    const outcome = new Promise<Outcome>((resolve) => (settle = resolve));
    this.pending.set(id, { text, settle });
    return { id, text, outcome };
  }

  /** The text of a command that still has no answer. */
  text(id: string): string | undefined {
    return this.pending.get(id)?.text;
  }

  /** All that has no answer, in the order in which it was said. */
  *unanswered(): Iterable<string> {
    for (const { text } of this.pending.values()) yield text;
  }

  acked(ack: Ack): void {
    const outcome: Outcome =
      ack.outcome === 'accepted'
        ? { kind: 'accepted', seq: ack.seq, repeat: ack.repeat }
        : { kind: 'refused', reason: ack.reason ?? 'refused', ...(ack.by && { by: ack.by }) };
    this.finish(ack.id, outcome);
  }

  /** An error that names a command and will not go away by saying it again. */
  failed(error: ErrorMessage): void {
    if (error.id) this.finish(error.id, { kind: 'refused', reason: error.code });
  }

  /** The visit is over: nothing that was under way can be repeated. */
  abandon(): void {
    for (const id of [...this.pending.keys()]) this.finish(id, { kind: 'lost' });
  }

  private finish(id: string, outcome: Outcome): void {
    const found = this.pending.get(id);
    if (!found) return;
    this.pending.delete(id);
    found.settle(outcome);
  }
}

/** A command id of 22 characters from the system's randomness (M-4). */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
