// Talking on a broken line: a line is kept, said once, or offered again.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../net/outbox';
import type { Draft } from '../protocol/messages';
import { RoomReplica } from '../replica/room';
import { store } from '../store';
import { Talk } from './talk';

interface Sent {
  readonly draft: Draft;
  readonly answer: (outcome: Outcome) => void;
}

function talking(): { talk: Talk; sent: Sent[] } {
  const sent: Sent[] = [];
  const send = (draft: Draft) => new Promise<Outcome>((answer) => sent.push({ draft, answer }));
  return { talk: new Talk(send, new RoomReplica(() => undefined)), sent };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  store.pending.value = [];
  store.chat.value = [];
});

describe('a line that is said', () => {
  it('is pending until the log has it (E-2)', async () => {
    const { talk, sent } = talking();
    talk.say('hello');
    expect(store.pending.value.map(({ text, status }) => [text, status])).toEqual([['hello', 'sending']]);
    sent[0].answer({ kind: 'accepted', seq: 1, repeat: false });
    await settled();
    expect(store.pending.value).toEqual([]);
  });

  it('is offered again when it was refused, keeps its place, and is said once more only when asked', async () => {
    const { talk, sent } = talking();
    talk.say('one');
    talk.say('two');
    sent[0].answer({ kind: 'refused', reason: 'too_fast' });
    await settled();
    expect(store.pending.value.map(({ text, status }) => [text, status])).toEqual([['one', 'failed'], ['two', 'sending']]);
    expect(sent).toHaveLength(2);
    talk.again(store.pending.value[0].key);
    talk.again(store.pending.value[0].key); // it is on its way already
    expect(sent).toHaveLength(3);
    sent[2].answer({ kind: 'accepted', seq: 2, repeat: false });
    await settled();
    expect(store.pending.value.map(({ text }) => text)).toEqual(['two']);
  });
});
