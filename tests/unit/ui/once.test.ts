import { expect, test, vi } from 'vitest';
import { once } from '@/ui/once';

test('a double click is one click, and the keyboard’s press is one too', () => {
  const action = vi.fn();
  const click = once(action);
  click({ detail: 1 });
  click({ detail: 2 });
  click({ detail: 3 });
  expect(action).toHaveBeenCalledTimes(1);
  click({ detail: 0 });
  expect(action).toHaveBeenCalledTimes(2);
});
