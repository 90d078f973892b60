import { expect, test, vi } from 'vitest';
import { once } from '@/ui/once';

test('a double click is one click, and the keyboard’s press is one too', () => {
  const action = vi.fn();
  const currentTarget = new EventTarget();
  const click = (detail: number) => once(action)({ detail, timeStamp: 1000, currentTarget });
  click(1);
  click(2);
  click(3);
  expect(action).toHaveBeenCalledTimes(1);
  click(0);
  expect(action).toHaveBeenCalledTimes(2);
});

test('a double tap that the browser does not count is one; a later one, or another button’s, is a second', () => {
  const action = vi.fn();
  const [first, second] = [new EventTarget(), new EventTarget()];
  const tap = (timeStamp: number, currentTarget: EventTarget, pointerType = 'touch') =>
    once(action)({ detail: 1, pointerType, timeStamp, currentTarget });
  tap(1000, first);
  tap(1150, first);
  expect(action).toHaveBeenCalledTimes(1);
  tap(1200, second);
  expect(action).toHaveBeenCalledTimes(2);
  tap(1600, first);
  expect(action).toHaveBeenCalledTimes(3);
  // Of a mouse the browser counts: two quick clicks counted apart are meant.
  tap(1700, first, 'mouse');
  expect(action).toHaveBeenCalledTimes(4);
});
