import { useEffect, useState } from 'preact/hooks';
import type { Link } from '@/plot/link';

/** The value of a link that plots share, in a component that follows it. */
export function useLink<T>(link: Link<T>): T {
  const [value, setValue] = useState(link.value);
  useEffect(() => {
    setValue(() => link.value);
    return link.watch((now) => setValue(() => now));
  }, [link]);
  return value;
}
