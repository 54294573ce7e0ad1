// An exhibit on one's own table: begun, read, moved and left; and what is said when the device does not show it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { store } from '../store';
import { Room } from './exhibit.test_help';
import { type OwnTable, Tabletop } from './tabletop';

let room: Room;
let done: string[];
let shows: boolean;
let tabletop: Tabletop;
const table: OwnTable = {
  toTable: (id) => {
    done.push(`to ${id}`);
    return shows ? Promise.resolve() : Promise.reject(new Error('no'));
  },
  openPart: (id) => void done.push(`part ${id}`),
  put: (down) => void done.push(down ? 'down' : 'up'),
  turn: (by) => void done.push(by > 0 ? 'right' : 'left'),
  grow: (factor) => void done.push(factor > 1 ? 'larger' : 'smaller'),
  end: () => {
    done.push('end');
    return Promise.resolve();
  },
};

beforeEach(() => {
  room = new Room();
  done = [];
  shows = true;
  store.onTable.value = null;
  store.headset.value = 'offered';
  tabletop = new Tabletop(() => table, () => Promise.resolve(void done.push('taken off')), room.tell);
});
afterEach(() => {
  store.onTable.value = null;
  store.headset.value = 'no';
});

describe('an exhibit on the table', () => {
  it('is carried about, put down, and left again', async () => {
    await tabletop.begin('card');
    expect(store.onTable.value).toEqual({ exhibit: 'card', stands: false, part: null, overlaid: false });
    tabletop.begun(true);
    tabletop.put(true);
    tabletop.stands(true);
    expect(store.onTable.value).toMatchObject({ stands: true, overlaid: true });
    await tabletop.end();
    tabletop.closed();
    tabletop.closed();
    expect([store.onTable.value, done, room.told]).toEqual([null, ['to card', 'down', 'end'], ['You are back in the branch, where you stood.']]);
  });

  it('is one at a time', async () => {
    await tabletop.begin('card');
    await tabletop.begin('house');
    expect(done).toEqual(['to card']);
  });

  it('is begun with the headset taken off the branch', async () => {
    store.headset.value = 'worn';
    await tabletop.begin('card');
    expect(done).toEqual(['taken off', 'to card']);
  });

  it('that is not shown is told of', async () => {
    shows = false;
    await tabletop.begin('card');
    expect([store.onTable.value, room.told]).toEqual([null, ['Your device could not show your own room just now.']]);
  });

  it('is read part by part, then as a whole', async () => {
    await tabletop.begin('card');
    const parts = store.scene.value!.exhibits.find(({ id }) => id === 'card')!.hotspots.map(({ id }) => id);
    const read: (string | null)[] = [];
    for (let i = 0; i <= parts.length; i++) {
      tabletop.next();
      read.push(store.onTable.value!.part);
    }
    expect(read).toEqual([...parts, null]);
    tabletop.part(parts[0]);
    expect(store.onTable.value!.part).toBe(parts[0]);
    tabletop.part(parts[0]);
    expect(store.onTable.value!.part).toBeNull();
    expect(done.slice(1)).toEqual([...read, parts[0], null].map((part) => `part ${part}`));
  });

  it('is turned and made larger by buttons', async () => {
    await tabletop.begin('card');
    tabletop.turn(1);
    tabletop.turn(-1);
    tabletop.grow(1);
    tabletop.grow(-1);
    expect(done.slice(1)).toEqual(['right', 'left', 'larger', 'smaller']);
  });
});
