import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '@/words';

export interface ProgressProps {
  /** What is going on: “Training”. */
  readonly what: string;
  /** Share done, 0 to 1. */
  readonly done: number;
  readonly detail?: string;
}

/** A bar with the time left, estimated from the speed so far; no estimate in the first moments. */
export function Progress({ what, done, detail }: ProgressProps) {
  const begun = useRef({ what, at: performance.now(), done });
  const [, tick] = useState(0);
  if (begun.current.what !== what || done < begun.current.done) {
    begun.current = { what, at: performance.now(), done };
  }
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, []);
  const elapsed = performance.now() - begun.current.at;
  const share = done - begun.current.done;
  const left = share > 0.02 && elapsed > 400 ? (elapsed * (1 - done)) / share : undefined;
  return (
    <div class="progress">
      <div
        role="progressbar"
        aria-label={what}
        aria-valuenow={Math.round(100 * done)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${100 * done}%` }} />
      </div>
      <p>
        {what}
        {detail && <span class="quiet"> {detail}</span>}
        {left !== undefined && <span class="quiet"> · {say().ui.left(duration(left))}</span>}
      </p>
    </div>
  );
}

/** @param time in ms. */
export function duration(time: number): string {
  const words = say().ui.time;
  const seconds = time / 1000;
  if (seconds < 1) return words.brief;
  if (seconds < 90) return words.seconds(Math.round(seconds));
  if (seconds < 5400) return words.minutes(Math.round(seconds / 60));
  return seconds < 172_800
    ? words.hours(Math.round(seconds / 3600))
    : words.days(Math.round(seconds / 86_400));
}
