// A button as frames see it.
import { expect, it } from 'vitest';
import { Button } from './button';

function seen(button: Button, value: number | null = null): [boolean, boolean, boolean, number] {
  button.step(value);
  return [button.down, button.began, button.ended, button.value];
}

it('begins in one frame, is down, and ends in one', () => {
  const button = new Button();
  expect(seen(button)).toEqual([false, false, false, 0]);
  button.press();
  expect(seen(button)).toEqual([true, true, false, 1]);
  expect(seen(button)).toEqual([true, false, false, 1]);
  button.release();
  expect(seen(button)).toEqual([false, false, true, 0]);
  expect(seen(button)).toEqual([false, false, false, 0]);
});

it('has begun and ended in the same frame when it was only tapped', () => {
  const button = new Button();
  button.press();
  button.release();
  expect(seen(button)).toEqual([false, true, true, 0]);
  expect(seen(button)).toEqual([false, false, false, 0]);
});

it('begins once, however often it is told to be pressed', () => {
  const button = new Button();
  button.set(true);
  button.step(null);
  button.set(true);
  expect(seen(button, 0.7)).toEqual([true, false, false, 0.7]);
  button.set(false);
  expect(seen(button, 0.2)).toEqual([false, false, true, 0.2]);
});

it('that was let go of and pressed again at once is down', () => {
  const button = new Button();
  button.press();
  button.step(null);
  button.release();
  button.press();
  expect(seen(button)).toEqual([true, true, true, 1]);
});
