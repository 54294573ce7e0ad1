import { describe, expect, it } from 'vitest';
import { enter, fixture, flush, welcome } from './connection.test_help';
import { ApiError } from './api';

describe('entering', () => {
  it('takes a session and a ticket and says join first', async () => {
    const f = fixture();
    await enter(f);
    const [hello] = f.socket.texts();
    expect(hello).toEqual({ type: 'join', ticket: 'ticket-1', name: 'Mika', avatar: 7 });
    expect(f.phases()).toEqual(['opening']);
    f.socket.hear(welcome());
    expect(f.phases()).toEqual(['opening', 'joined']);
    expect(f.memory.load()).toEqual({ token: 'token-1', room: 'lobby', name: 'Mika', avatar: 7 });
  });

  it('waits in the queue and is let in', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear({ type: 'waiting', room: 'lobby', reason: 'full', capacity: 2, place: 3, waiting: 5 });
    expect(f.connection.phase).toMatchObject({ name: 'waiting', place: 3, waiting: 5, capacity: 2 });
    f.socket.hear({ type: 'waiting', room: 'lobby', reason: 'full', capacity: 2, place: 2, waiting: 4 });
    expect(f.connection.phase).toMatchObject({ place: 2 });
    f.socket.hear(welcome());
    expect(f.connection.phase.name).toBe('joined');
  });

  it('ends when the server refuses the ticket, and tries again when it is only busy', async () => {
    const f = fixture();
    f.api.ticket = () => Promise.reject(new ApiError(503, 'busy', 'busy'));
    f.connection.enter({ room: 'lobby', name: 'Mika', avatar: 7 });
    await flush();
    expect(f.connection.phase).toEqual({ name: 'opening', attempt: 0 });
    f.api.ticket = () => Promise.reject(new ApiError(403, 'not_allowed', 'no'));
    f.clock.run(1000);
    await flush();
    expect(f.connection.phase).toEqual({ name: 'ended', reason: 'refused', code: 'not_allowed' });
  });

  it('tells until when somebody is kept out', async () => {
    const f = fixture();
    f.api.ticket = () => Promise.reject(new ApiError(403, 'banned', 'later', { until: '2026-12-01T09:00:00+00:00' }));
    f.connection.enter({ room: 'lobby', name: 'Mika', avatar: 7 });
    await flush();
    const until = Date.UTC(2026, 11, 1, 9);
    expect(f.connection.phase).toEqual({ name: 'ended', reason: 'banned', code: 'banned', until });
  });

  it('asks for a new ticket when the first one was refused', async () => {
    const f = fixture();
    await enter(f);
    f.socket.shut(4002);
    f.clock.run(1000);
    await flush();
    f.socket.open();
    expect(f.sockets).toHaveLength(2);
    expect(f.socket.texts()[0]).toMatchObject({ type: 'join', ticket: 'ticket-2' });
  });
});

describe('after the end', () => {
  it('one comes to the entrance and enters as somebody else, with a ticket of their own', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.shut(1000);
    expect(f.connection.phase).toMatchObject({ name: 'ended', reason: 'left' });
    f.connection.toEntrance();
    expect(f.connection.phase).toEqual({ name: 'idle' });
    f.connection.enter({ room: 'lobby', name: 'Noor', avatar: 3 });
    await flush();
    f.socket.open();
    expect(f.socket.texts()[0]).toEqual({ type: 'join', ticket: 'ticket-2', name: 'Noor', avatar: 3 });
  });

  it('only then: whoever is inside stays', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.connection.toEntrance();
    expect(f.connection.phase).toEqual({ name: 'joined' });
  });
});

describe('a broken line', () => {
  it('is resumed with the token and the place, and says unanswered commands again with their ids', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const first = f.connection.command({ type: 'chat', text: 'one' });
    void f.connection.command({ type: 'chat', text: 'two' });
    const [, one, two] = f.socket.texts();
    f.socket.hear({ type: 'ack', id: one['id'], seq: 4, outcome: 'accepted', reason: null, repeat: false });
    await expect(first).resolves.toEqual({ kind: 'accepted', seq: 4, repeat: false });
    f.socket.shut(1006);
    expect(f.connection.phase).toEqual({ name: 'lost', attempt: 0 });
    void f.connection.command({ type: 'chat', text: 'while away' });
    f.clock.run(1000);
    await flush();
    f.socket.open();
    expect(f.socket.texts()).toEqual([{ type: 'resume', token: 'token-1', pose: f.place }]);
    f.socket.hear(welcome({ resumed: true, resume: 'token-2' }));
    const again = f.socket.texts().slice(1);
    expect(again[0]).toEqual(two);
    expect(again[1]).toMatchObject({ type: 'chat', text: 'while away' });
    expect(f.memory.load()?.token).toBe('token-2');
  });

  it('starts anew when the resume is refused, and gives up what the old visit was asked', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const asked = f.connection.command({ type: 'chat', text: 'lost' });
    f.socket.shut(1006);
    f.clock.run(1000);
    await flush();
    f.socket.open();
    f.socket.shut(4009);
    f.clock.run(2000);
    await flush();
    f.socket.open();
    expect(f.socket.texts()[0]).toMatchObject({ type: 'join', ticket: 'ticket-2' });
    f.socket.hear(welcome({ member: 'm_2' }));
    await expect(asked).resolves.toEqual({ kind: 'lost' });
    expect(f.socket.texts()).toHaveLength(1);
  });

  it('waits as long as the goodbye asks', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.hear({ type: 'goodbye', code: 1012, message: 'restart', retry_after: 5 });
    f.socket.shut(1012);
    f.clock.run(4900);
    expect(f.sockets).toHaveLength(1);
    f.clock.run(200);
    await flush();
    expect(f.sockets).toHaveLength(2);
  });

  it('is noticed by its silence', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const silent = f.socket;
    f.clock.run(8000);
    await flush();
    expect(silent.readyState).toBe(3);
    expect(f.phases()).toContain('lost');
  });

  it('backs off with jitter, never beyond ten seconds', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.shut(1006);
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      waits.push(f.clock.next());
      f.clock.run(waits[i]);
      await flush();
      f.socket.shut(1006);
    }
    expect(waits[0]).toBeLessThan(500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(10_000);
    expect(waits.at(-1)).toBeGreaterThan(waits[2]);
  });

  it('is tried at once when the network is back, but who left is left alone', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.shut(1006);
    f.connection.networkBack();
    await flush();
    expect(f.sockets).toHaveLength(2);
    f.connection.leave();
    f.connection.networkBack();
    await flush();
    expect(f.sockets).toHaveLength(2);
  });

  it('hears nothing more of a socket that was given up', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const old = f.socket;
    const late = old.onclose;
    f.connection.leave();
    old.shut(1000);
    expect(f.connection.phase).toEqual({ name: 'ended', reason: 'left', code: 'left' });
    expect(old.onclose).toBeNull();
    expect(late).not.toBeNull();
    expect(f.memory.load()).toBeNull();
  });
});

describe('what is said of voice', () => {
  it('goes out on the line there is, and on no other', async () => {
    const f = fixture();
    expect(f.connection.sayOnce('early')).toBe(false);
    await enter(f);
    f.socket.hear(welcome());
    expect(f.connection.sayOnce('{"type":"voice.hear"}')).toBe(true);
    f.socket.shut(1006);
    expect(f.connection.sayOnce('lost')).toBe(false);
    f.clock.run(10_000);
    await flush();
    f.socket.open();
    f.socket.hear(welcome({ resumed: true }));
    expect(f.socket.texts().map(({ type }) => type)).toEqual(['resume']);
  });

  it('comes in as it is, and a refusal of it is nobody else\'s to repeat', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.hear({ type: 'voice.answer', id: 'voice-1', outcome: 'refused', reason: 'muted' });
    f.socket.hear({ type: 'voice.of_a_later_server' });
    expect(f.voices).toEqual([{ type: 'voice.answer', id: 'voice-1', outcome: 'refused', reason: 'muted' }]);
    f.socket.hear({ type: 'error', code: 'too_fast', message: '', id: 'voice-2' });
    f.clock.run(5000);
    expect(f.errors).toEqual(['too_fast']);
    expect(f.socket.texts()).toHaveLength(1);
  });
});

describe('another room on the same socket', () => {
  it('follows the welcome, remembers the room, and says nothing again', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const going = f.connection.command({ type: 'enter', room: 'lobby-east' });
    void f.connection.command({ type: 'chat', text: 'said in the lobby' });
    const asked = f.socket.texts().at(-2)!;
    f.socket.hear({ type: 'ack', id: asked['id'], seq: 9, outcome: 'accepted', reason: null, repeat: false });
    f.socket.hear(welcome({ room: 'lobby-east', resume: 'token-2' }));
    await expect(going).resolves.toEqual({ kind: 'accepted', seq: 9, repeat: false });
    expect(f.socket.texts()).toHaveLength(3);
    expect(f.connection.sockets).toBe(1);
    expect(f.memory.load()).toMatchObject({ room: 'lobby-east', token: 'token-2' });
    expect(f.phases().at(-1)).toBe('joined');
  });

  it('is not told after a broken line what was said to the room before', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const said = f.connection.command({ type: 'chat', text: 'said in the lobby' });
    void f.connection.command({ type: 'enter', room: 'lobby-east' });
    f.socket.shut(1006);
    f.clock.run(1000);
    await flush();
    f.socket.open();
    f.socket.hear(welcome({ room: 'lobby-east', resumed: true }));
    await expect(said).resolves.toEqual({ kind: 'lost' });
    expect(f.socket.texts().map(({ type }) => type)).toEqual(['resume']);
    expect(f.connection.sockets).toBe(2);
  });
});

describe('close codes', () => {
  it.each([
    [4003, 'misunderstood'],
    [1009, 'misunderstood'],
    [4007, 'removed'],
    [4010, 'signed_out'],
    [4011, 'banned'],
    [1000, 'left'],
  ])('%i ends the visit: %s', async (code, reason) => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.shut(code);
    expect(f.connection.phase).toMatchObject({ name: 'ended', reason });
    f.clock.run(60_000);
    expect(f.sockets).toHaveLength(1);
  });

  it('4011 says until when, and why, and the cookie is to last as long', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    let renewed = 0;
    f.api.openSession = () => Promise.reject(new Error(`no answer ${++renewed}`));
    f.socket.hear({ type: 'goodbye', code: 4011, message: 'later', retry_after: null, reason: 'spam', until: 5000 });
    f.socket.shut(4011);
    expect(f.connection.phase).toEqual({ name: 'ended', reason: 'banned', code: 'banned', why: 'spam', until: 5000 });
    expect(renewed).toBe(1);
    expect(f.memory.load()).toBeNull();
  });

  it('4006 steps back until the person wants to come back', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.shut(4006);
    f.clock.run(60_000);
    expect(f.connection.phase.name).toBe('replaced');
    f.connection.retry();
    await flush();
    f.socket.open();
    expect(f.socket.texts()[0]).toMatchObject({ type: 'resume' });
  });

  it('4004 says that even the queue is full', async () => {
    const f = fixture();
    await enter(f);
    f.socket.shut(4004);
    expect(f.connection.phase.name).toBe('full');
  });

  it('4008 waits before it resumes', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    f.socket.shut(4008);
    f.clock.run(10_000);
    expect(f.sockets).toHaveLength(1);
    f.clock.run(3000);
    await flush();
    expect(f.sockets).toHaveLength(2);
  });
});

describe('errors about a command', () => {
  it('too_fast says it again later with the same id', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    void f.connection.command({ type: 'chat', text: 'quick' });
    const said = f.socket.texts()[1];
    f.socket.hear({ type: 'error', code: 'too_fast', message: 'slow down', id: said['id'] });
    f.clock.run(1500);
    expect(f.socket.texts()[2]).toEqual(said);
  });

  it('a call that somebody else has taken says who', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const asked = f.connection.command({ type: 'call.take', member: 'm_2' });
    const { id } = f.socket.texts()[1];
    f.socket.hear({ type: 'ack', id, seq: 5, outcome: 'refused', reason: 'taken', by: 'm_3', repeat: false });
    await expect(asked).resolves.toEqual({ kind: 'refused', reason: 'taken', by: 'm_3' });
  });

  it('not_allowed is an answer', async () => {
    const f = fixture();
    await enter(f);
    f.socket.hear(welcome());
    const asked = f.connection.command({ type: 'room.lock', locked: true, reason: 'safety' });
    f.socket.hear({ type: 'error', code: 'not_allowed', message: 'no', id: f.socket.texts()[1]['id'] });
    await expect(asked).resolves.toEqual({ kind: 'refused', reason: 'not_allowed' });
  });
});
