import { BufferGeometry, Float32BufferAttribute, Group, Mesh, MeshBasicMaterial } from 'three';
import { beforeEach, expect, it } from 'vitest';
import { flush } from '../net/connection.test_help';
import { Boards } from './boards';

const PLAIN = { name: {}, brand: null, today: [] };
let came: (() => void)[];
let boards: Boards;

beforeEach(() => {
  came = [];
  boards = new Boards(new Group(), PLAIN, 1, () => new Promise((resolve) => came.push(resolve)));
});

it('writes when the fonts have come', async () => {
  void boards.speak('ja');
  await flush();
  expect(boards.speaks).toBe(null);
  came[0]();
  await flush();
  expect(boards.speaks).toBe('ja');
});

it('ends with the language asked for last, whichever fonts come first', async () => {
  void boards.speak('zh');
  void boards.speak('ja');
  came[1]();
  await flush();
  came[0]();
  await flush();
  expect(boards.speaks).toBe('ja');
});

it('goes back to a language that is still written while another was on its way', async () => {
  void boards.speak('en');
  came[0]();
  await flush();
  void boards.speak('ja');
  void boards.speak('en');
  came.forEach((done) => done());
  await flush();
  expect(boards.speaks).toBe('en');
});

/** A screen, and what is written on it: each drawing begins anew. */
function screen(id: string): { root: Group; written: () => string[] } {
  let words: string[] = [];
  const quiet = (): void => undefined;
  const pen = {
    canvas: { width: 100, height: 60 }, font: '', clearRect: () => (words = []), measureText: (text: string) => ({ width: text.length }),
    fillText: (text: string) => words.push(text), createLinearGradient: () => ({ addColorStop: quiet }),
    fillRect: quiet, beginPath: quiet, ellipse: quiet, fill: quiet,
  };
  globalThis.document = { createElement: () => ({ getContext: () => pen }) } as unknown as Document;
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute([0, 0, 0, 1, 0, 0, 0, 1, 0], 3));
  const mesh = new Mesh(geometry, new MeshBasicMaterial());
  mesh.userData['vbranch'] = { screen: id };
  return { root: new Group().add(mesh), written: () => words };
}

const TOLD = { staff: [{ name: 'Aiko', role: 'host' as const }], announcement: 'We close at six.' };
const here = { bring: () => Promise.resolve() };

it('tells on calm screens what is announced, and at the counter who is there', async () => {
  const calm = screen('calm-1');
  const lounge = new Boards(calm.root, PLAIN, 1, here.bring);
  await lounge.speak('en');
  expect(calm.written()).toEqual([]);
  await lounge.tell(TOLD);
  expect(calm.written().join(' ')).toContain('We close at six.');
  await lounge.tell({ staff: [], announcement: null });
  expect(calm.written()).toEqual([]);
  const counter = screen('duty');
  const duty = new Boards(counter.root, PLAIN, 1, here.bring);
  await duty.tell(TOLD); // before it speaks
  await duty.speak('ja');
  expect(counter.written()).toEqual(expect.arrayContaining(['Aiko', 'ご案内係']));
});

it('leaves screens alone that have nothing to tell of it, and all of them when nothing is new', async () => {
  const today = screen('today');
  const wall = new Boards(today.root, PLAIN, 1, here.bring);
  await wall.speak('en');
  const before = today.written();
  await wall.tell(TOLD);
  expect(today.written()).toBe(before);
  const calm = screen('calm-1');
  const lounge = new Boards(calm.root, PLAIN, 1, here.bring);
  await lounge.speak('en');
  await lounge.tell(TOLD);
  const written = calm.written();
  await lounge.tell(structuredClone(TOLD));
  expect(calm.written()).toBe(written);
});
