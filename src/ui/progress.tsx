import { useEffect, useRef, useState } from 'preact/hooks';

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
        {left !== undefined && <span class="quiet"> · {duration(left)} left</span>}
      </p>
    </div>
  );
}

/** @param time in ms. */
export function duration(time: number): string {
  const seconds = time / 1000;
  if (seconds < 1) return 'under 1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800
    ? `${Math.round(seconds / 3600)} h`
    : `${Math.round(seconds / 86_400)} days`;
}
