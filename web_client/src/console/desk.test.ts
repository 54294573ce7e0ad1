// The console among stand-ins: a server that answers by paths, sockets one can speak from.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { learn } from '../i18n';
import { staffPage as en } from '../i18n/en/console';
import { staffPage as ja } from '../i18n/ja/console';
import { staffPage as zh } from '../i18n/zh/console';
import { FakeClock, FakeSocket, flush, welcome } from '../net/connection.test_help';
import type { BranchRoom, Permission } from '../net/api';
import type { Memory, Remembered } from '../net/memory';
import type { MemberView, Own, RoomState } from '../protocol/generated';
import { store } from '../store';
import type { Account } from './api';
import { Desk } from './desk';
import { desk } from './state';

const ROOM: BranchRoom = { room: 'lobby', title: { en: 'Lobby' }, scene: '/api/v1/scenes/lobby', capacity: 9 };
const KIM: Account = { account: 'a', login: 'kim', name: 'Kim', role: 'host', permissions: ['console.see', 'greet'], expires: 0 };
const ANN: MemberView = {
  member: 'm_2', slot: 4, role: 'visitor', staff: null, name: 'Ann', avatar: 0, away: false, seat: null, aside: false, watching: false,
};
const STATE: RoomState = {
  room: 'lobby', epoch: 'e1', seq: 5, locked: false, lock_reason: null, slow: 0, announcements: [], members: [ANN], exhibits: [], chat: [],
};

let sockets: FakeSocket[];
let asked: string[];
let refused: readonly string[]; // paths that say that the session has ended
let kept: Remembered | null;
let controller: Desk;

function answer(path: string): Response {
  asked.push(path);
  if (refused.some((one) => path.endsWith(one))) return Response.json({ error: { code: 'no_session', message: '' } }, { status: 401 });
  if (path.endsWith('/tickets')) return Response.json({ ticket: `ticket-${asked.length}`, expires_in: 30 });
  if (path.endsWith('/rooms')) return Response.json({ rooms: [{ room: 'lobby', calls: 1 }] });
  return Response.json(path.endsWith('/me') ? KIM : {});
}

beforeEach(() => {
  vi.useFakeTimers();
  learn({ en, ja, zh });
  sockets = [];
  asked = [];
  refused = [];
  kept = null;
  vi.stubGlobal('fetch', (path: string) => Promise.resolve(answer(path)));
  vi.stubGlobal('document', { hidden: false, getElementById: () => null });
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const memory: Memory = { load: () => kept, save: (visit) => void (kept = visit), clear: () => void (kept = null) };
  controller = new Desk({
    openSocket: () => sockets[sockets.push(new FakeSocket()) - 1],
    after: new FakeClock().after,
    random: () => 0.5,
    makeId: () => `command-${asked.length}`,
    memory,
    chimes: { play: () => undefined } as never,
    ground: () => Promise.resolve(null),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await flush();
};

async function enter(own: Partial<Own> = {}): Promise<void> {
  controller.enter(KIM, ROOM);
  await settle();
  sockets[0].open();
  sockets[0].hear({ ...welcome(), you: { member: 'm_1', slot: 3, role: 'staff', staff: 'host', name: 'Kim' } });
  sockets[0].hear({ type: 'state', part: 0, of: 1, data: JSON.stringify(STATE) });
  sockets[0].hear({ type: 'own', seq: 5, chat: [], reports: [], muted: [], greeted: [], calls: [], since: { m_2: 70 }, ...own });
}

describe('the console', () => {
  it('comes to look on, under the name of the account, and with its rights', async () => {
    await enter();
    expect(sockets[0].texts()[0]).toMatchObject({ type: 'join', name: 'Kim', watch: true });
    expect(asked).not.toContain('/api/v1/session'); // which would make a visitor's where staff's has ended
    expect([...store.rights.value]).toEqual<Permission[]>(['console.see', 'greet']);
    expect([store.members.value, desk.since.value.get('m_2')]).toEqual([[ANN], 70]);
  });

  it('comes back by a ticket, so that it looks on again, whatever the visit did meanwhile', async () => {
    await enter();
    expect(kept).toMatchObject({ room: 'lobby', token: 'token-1' }); // leads the room's page of this tab in
    sockets[0].shut(4006);
    expect(store.phase.value.name).toBe('replaced');
    controller.retry();
    await settle();
    sockets[1].open();
    expect(sockets[1].texts()[0]).toMatchObject({ type: 'join', watch: true });
  });

  it('goes to the door when the session ends, and keeps nothing of the room', async () => {
    await enter();
    sockets[0].shut(4010);
    expect(desk.stage.value).toEqual({ name: 'door', why: 'ended' });
    expect([store.members.value, store.me.value, store.rights.value.size, desk.glances.value]).toEqual([[], null, 0, []]);
  });

  it('notices the end of the session although no line tells of it', async () => {
    await enter();
    refused = ['/rooms'];
    await vi.advanceTimersByTimeAsync(5000);
    expect(desk.stage.value).toEqual({ name: 'door', why: 'ended' });
  });

  it('does not come in as a visitor where the session has ended', async () => {
    refused = ['/me'];
    controller.enter(KIM, ROOM);
    await settle();
    expect([sockets.length, desk.stage.value]).toEqual([0, { name: 'door', why: 'ended' }]);
  });

  it('greets by one press, and lets one write on to whom one greets', async () => {
    await enter();
    void controller.greet('m_2');
    const { id, type, member } = sockets[0].texts().at(-1) as { id: string; type: string; member: string };
    expect([type, member, store.thread.value]).toEqual(['member.greet', 'm_2', null]);
    sockets[0].hear({ type: 'ack', id, seq: 6, outcome: 'accepted', reason: null, by: null, repeat: false });
    await settle();
    expect(store.thread.value).toBe('m_2');
  });

  it('knows whom colleagues have greeted before one came', async () => {
    await enter({ greeted: ['m_2'] });
    expect([...store.greeted.value]).toEqual(['m_2']);
  });

  it('invites to a seat, or to floor beside an exhibit, and to nothing else', async () => {
    await enter();
    void controller.invite('m_2', { seat: 'seat:1' });
    expect(sockets[0].texts().at(-1)).toMatchObject({ type: 'member.invite', member: 'm_2', seat: 'seat:1', place: null });
    store.scene.value = { exhibits: [{ id: 'card', position: [0.5, 1, -0.4] }] } as never;
    void controller.invite('m_2', { exhibit: 'card' });
    const { place } = sockets[0].texts().at(-1) as unknown as { place: number[] };
    expect(place.map((one) => Math.round(one * 10) / 10)).toEqual([0.5, 0, 0.8]);
    expect(await controller.invite('m_2', { exhibit: 'none' })).toBe(false);
  });
});
