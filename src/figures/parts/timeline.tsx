import type { Link } from '@/plot/link';
import { Player, type PlayerProps } from '@/ui/player';
import { useLink } from './use-link';

export interface TimelineProps extends Omit<PlayerProps, 'index' | 'onIndex'> {
  /** The time index of the figure: every panel that was given it moves along. */
  readonly time: Link<number>;
}

/** The scrubber of a figure. */
export function Timeline({ time, ...player }: TimelineProps) {
  const index = useLink(time);
  return <Player {...player} index={index} onIndex={(to) => time.set(to)} />;
}
