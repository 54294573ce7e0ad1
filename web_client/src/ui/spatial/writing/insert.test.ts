// Writing into a field: at the caret, within its length, letter by letter as people count them, with the page's events.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { enter, erase, type Field, insert, move } from './insert';

class FakeField {
  selectionStart: number;
  selectionEnd: number;
  maxLength = -1;
  readonly events: { type: string; key?: string; data?: string | null }[] = [];
  form = { requestSubmit: () => this.events.push({ type: 'submit' }) };
  taken = false;

  constructor(public value: string) {
    this.selectionStart = this.selectionEnd = value.length;
  }

  setRangeText(text: string, from: number, to: number): void {
    this.value = this.value.slice(0, from) + text + this.value.slice(to);
    this.selectionStart = this.selectionEnd = from + text.length;
  }

  setSelectionRange(from: number, to: number): void {
    [this.selectionStart, this.selectionEnd] = [from, to];
  }

  dispatchEvent(event: { type: string }): boolean {
    this.events.push(event);
    return !(event.type === 'keydown' && this.taken);
  }
}

class FakeArea extends FakeField {}

const of = (value: string, kind = FakeField): FakeField & Field => new kind(value) as FakeField & Field;

beforeEach(() => {
  const made = class {
    constructor(readonly type: string, init: object) {
      Object.assign(this, init);
    }
  };
  vi.stubGlobal('InputEvent', made);
  vi.stubGlobal('KeyboardEvent', made);
  vi.stubGlobal('HTMLTextAreaElement', FakeArea);
});
afterEach(() => vi.unstubAllGlobals());

it('writes at the caret and says so to the page', () => {
  const field = of('ac');
  field.setSelectionRange(1, 1);
  insert(field, 'b');
  expect([field.value, field.selectionStart]).toEqual(['abc', 2]);
  expect(field.events).toMatchObject([{ type: 'input', bubbles: true, inputType: 'insertText', data: 'b' }]);
});

it('writes over what is chosen, and no more than the field takes', () => {
  const field = of('hello');
  field.maxLength = 6;
  field.setSelectionRange(0, 5);
  insert(field, '您好，大家早上好');
  expect(field.value).toBe('您好，大家早');
  insert(field, '!');
  expect(field.value).toBe('您好，大家早');
});

it('takes back one letter, however it is made', () => {
  const field = of('が👩‍👧');
  erase(field);
  expect(field.value).toBe('が');
  erase(field);
  erase(field);
  expect(field.value).toBe('');
  expect(field.events.length).toBe(2);
});

it('moves the caret by letters, and not beyond the ends', () => {
  const field = of('a👩‍👧b');
  move(field, -1);
  move(field, -1);
  expect(field.selectionStart).toBe(1);
  for (let i = 0; i < 5; i++) move(field, 1);
  expect(field.selectionStart).toBe(field.value.length);
});

it('sends by Enter where the page takes it, else begins a line or submits', () => {
  const said = of('hi');
  said.taken = true;
  enter(said);
  expect(said.events).toMatchObject([{ type: 'keydown', key: 'Enter', cancelable: true }]);
  const area = of('one', FakeArea);
  enter(area);
  expect(area.value).toBe('one\n');
  const line = of('one');
  enter(line);
  expect(line.events.at(-1)).toEqual({ type: 'submit' });
});
