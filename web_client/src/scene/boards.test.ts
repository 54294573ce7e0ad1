import { Group } from 'three';
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
