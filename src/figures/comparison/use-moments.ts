import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from '@/plot/link';

/**
 * The time index of a figure. While the reader looks at the newest moment, new ones take it along;
 * whoever has gone back stays there.
 * @param count how many moments there are.
 */
export function useMoments(count: number): Link<number> {
  const [time] = useState(() => new Link(0));
  const before = useRef(0);
  useEffect(() => {
    const following = time.value >= before.current - 1;
    before.current = count;
    if (following || time.value >= count) time.set(Math.max(0, count - 1));
  }, [count, time]);
  return time;
}
