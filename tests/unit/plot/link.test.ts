import { expect, test } from 'vitest';
import { Link } from '@/plot/link';

test('a link tells every watcher the value and who set it', () => {
  const link = new Link(1);
  const heard: unknown[] = [];
  const stop = link.watch((value, source) => heard.push([value, source]));
  link.set(2, 'me');
  link.set(2, 'again');
  stop();
  link.set(3);
  expect(heard).toEqual([[2, 'me']]);
  expect(link.value).toBe(3);
});
