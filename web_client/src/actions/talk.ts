// Talking: one's own lines until the log has them, and what the room has said.
import { randomId } from '../net/outbox';
import type { RoomReplica } from '../replica/room';
import { type ChatLine, store } from '../store';
import type { Send } from './commands';

export class Talk {
  constructor(
    private readonly send: Send,
    private readonly room: RoomReplica,
  ) {}

  /** Says `text` to the room. On a broken line it waits, and is said once when the line is back. */
  say(text: string): void {
    const mine = store.me.value;
    const line: ChatLine = { key: randomId(), name: mine?.name ?? '', text, mine: true, status: 'sending' };
    store.pending.value = [...store.pending.value, line];
    void this.deliver(line);
  }

  /** Says again what could not be said. */
  again(key: string): void {
    const line = store.pending.value.find((one) => one.key === key && one.status === 'failed');
    if (!line) return;
    this.become(line, 'sending');
    void this.deliver(line);
  }

  /** The room's lines are others than before. */
  changed(): void {
    const me = store.me.value?.member;
    store.chat.value = this.room.chat.map(({ seq, name, text, member }) => {
      return { key: String(seq), name, text, mine: member === me, status: 'said' };
    });
  }

  private async deliver(line: ChatLine): Promise<void> {
    const outcome = await this.send({ type: 'chat', text: line.text });
    if (outcome.kind === 'accepted') store.pending.value = store.pending.value.filter(({ key }) => key !== line.key);
    else this.become(line, 'failed');
  }

  private become(line: ChatLine, status: ChatLine['status']): void {
    store.pending.value = store.pending.value.map((one) => (one.key === line.key ? { ...one, status } : one));
  }
}
