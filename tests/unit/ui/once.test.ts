import { expect, test, vi } from 'vitest';
import { once } from '@/ui/once';

const button = () => new EventTarget();

test('a double click is one click, and the keyboard’s press is one too', () => {
  const action = vi.fn();
  const currentTarget = button();
  const click = (detail: number) => once(action)({ detail, timeStamp: 1000, currentTarget });
  click(1);
  click(2);
  click(3);
  expect(action).toHaveBeenCalledTimes(1);
  click(0);
  expect(action).toHaveBeenCalledTimes(2);
});

test('a double tap that the browser does not count is one click; a later one, or another button’s, is a second', () => {
  const action = vi.fn();
  const [first, second] = [button(), button()];
  const tap = (timeStamp: number, currentTarget: EventTarget) =>
    once(action)({ detail: 1, timeStamp, currentTarget });
  tap(1000, first);
  tap(1150, first);
  expect(action).toHaveBeenCalledTimes(1);
  tap(1200, second);
  expect(action).toHaveBeenCalledTimes(2);
  tap(1600, first);
  expect(action).toHaveBeenCalledTimes(3);
});
