// Talking to the room or to one person: one's own lines until the log has them, what was said, what is still unread.
import { randomId } from '../net/outbox';
import type { ChatView } from '../protocol/generated';
import type { RoomReplica } from '../replica/room';
import { announce, type ChatLine, ROOM, roomy, store, type Thread } from '../store';
import type { Send } from './commands';

/** What a refused line is marked with. */
const REFUSED: Readonly<Record<string, ChatLine['status']>> = { no_such_member: 'gone', slow: 'slow', muted: 'muted' };

export class Talk {
  constructor(
    private readonly send: Send,
    private readonly room: RoomReplica,
    private readonly now: () => number = Date.now,
  ) {}

  // ---- what a person does

  /** Says `text` where one is: to the room or to one person. On a broken line it waits, and is said once. */
  say(text: string): void {
    const me = store.me.value;
    const to = store.thread.value;
    const line: ChatLine = {
      key: randomId(), member: me?.member ?? '', name: me?.name ?? '', text, at: this.now(), mine: true, with: to, status: 'sending',
    };
    store.pending.value = [...store.pending.value, line];
    void this.deliver(line);
  }

  /** Says again what could not be said. */
  again(key: string): void {
    const line = store.pending.value.find((one) => one.key === key && (one.status === 'failed' || one.status === 'slow'));
    if (!line) return;
    this.become(line, 'sending');
    void this.deliver(line);
  }

  /** Opens the conversation with one person, or the room's. */
  open(member: string | null): void {
    const name = member === null ? undefined : this.room.members.get(member)?.name;
    if (member !== null && name !== undefined) begin({ member, name });
    store.thread.value = member;
    store.chatOpen.value = true;
    this.read();
  }

  /** Ends a conversation; a new line of the other one begins it again. */
  close(member: string): void {
    store.threads.value = store.threads.value.filter((thread) => thread.member !== member);
    if (store.thread.value === member) this.open(null);
  }

  /** The chat is shown large, or only its line to write in. */
  unfold(open: boolean): void {
    store.chatOpen.value = open;
    if (open) this.read();
  }

  /** One turns back to the room: on a small screen the chat makes way for it. */
  backToRoom(): void {
    if (!roomy()) this.unfold(false);
  }

  // ---- what the visit reports

  /** The room's lines, or whom one wants to hear, are others than before. */
  changed(): void {
    const me = store.me.value?.member;
    store.chat.value = this.room.chat.filter(({ member }) => !store.muted.value.has(member)).map((view) => lineOf(view, me));
  }

  /** A line has come while one is here. */
  heard(view: ChatView): void {
    this.changed();
    const line = lineOf(view, store.me.value?.member);
    if (line.mine) this.saidToRoom(view);
    if (line.mine || store.muted.value.has(line.member)) return;
    if (line.with !== null) begin({ member: line.with, name: line.name });
    announce({ kind: 'said', name: line.name, text: line.text, toMe: line.with !== null });
    if (store.chatOpen.value && store.thread.value === line.with) return;
    const key = line.with ?? ROOM;
    store.unread.value = new Map(store.unread.value).set(key, (store.unread.value.get(key) ?? 0) + 1);
  }

  /** One's own part of the state has come: conversations of before are there again. */
  restored(): void {
    this.changed();
    const me = store.me.value?.member;
    for (const view of this.room.chat) if (view.member === me) this.saidToRoom(view);
    for (const { member, name, to, to_name } of this.room.chat)
      if (to !== null) begin(member === me ? { member: to, name: to_name ?? '…' } : { member, name });
  }

  /** In another room: what was under way there is behind, and so are those one wrote to. */
  elsewhere(): void {
    store.pending.value = [];
    store.threads.value = [];
    store.thread.value = null;
    store.unread.value = new Map();
  }

  /** From then on slow mode counts, also in the next room (D-6). */
  private saidToRoom({ at, to }: ChatView): void {
    if (to === null) store.saidAt.value = Math.max(at, store.saidAt.value ?? 0);
  }

  private read(): void {
    const key = store.thread.value ?? ROOM;
    if (!store.unread.value.has(key)) return;
    const unread = new Map(store.unread.value);
    unread.delete(key);
    store.unread.value = unread;
  }

  private async deliver(line: ChatLine): Promise<void> {
    const outcome = await this.send({ type: 'chat', text: line.text, to: line.with });
    if (outcome.kind === 'accepted') store.pending.value = store.pending.value.filter(({ key }) => key !== line.key);
    else this.become(line, (outcome.kind === 'refused' && REFUSED[outcome.reason]) || 'failed');
  }

  private become(line: ChatLine, status: ChatLine['status']): void {
    store.pending.value = store.pending.value.map((one) => (one.key === line.key ? { ...one, status } : one));
  }
}

function begin(thread: Thread): void {
  if (!store.threads.value.some(({ member }) => member === thread.member)) store.threads.value = [...store.threads.value, thread];
}

function lineOf({ seq, name, text, member, at, to }: ChatView, me: string | undefined): ChatLine {
  const mine = member === me;
  const other = to === null ? null : mine ? to : member;
  return { key: String(seq), member, name, text, at, mine, with: other, status: 'said' };
}
