import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { turn } from '@/ui/turn';

interface Plot<P> {
  set(props: Partial<P>): void;
  destroy(): void;
}

export interface PlotPanelProps<P> {
  /** Loads the plot's class; given as a function so that drawing code comes only when it is needed. */
  readonly load: () => Promise<new (host: HTMLElement, props: P) => Plot<P>>;
  /** Nothing to draw yet: the still remains. */
  readonly plot: P | undefined;
  /** Server-rendered picture that stands in the same box until the plot is drawn. */
  readonly still?: ComponentChildren;
  readonly label?: ComponentChildren;
  readonly class?: string;
}

/** One panel of a figure's stage: a box of fixed shape, a still in it, and then the living plot. */
export function PlotPanel<P extends object>(props: PlotPanelProps<P>) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot<P> | undefined>(undefined);
  const drawn = useRef<P | undefined>(undefined);
  const wanted = useRef<P | undefined>(props.plot);
  const [alive, setAlive] = useState(false);
  wanted.current = props.plot;

  const ready = props.plot !== undefined;
  useLayoutEffect(() => {
    if (!ready) return;
    let left = false;
    void props.load().then(async (PlotClass) => {
      await turn();
      if (left || !host.current || !wanted.current) return;
      drawn.current = wanted.current;
      plot.current = new PlotClass(host.current, wanted.current);
      setAlive(true);
    });
    return () => {
      left = true;
      plot.current?.destroy();
      plot.current = undefined;
      setAlive(false);
    };
  }, [ready]);

  useEffect(() => {
    const now = props.plot;
    const before = drawn.current;
    if (!plot.current || !now || !before) return;
    const changed = (Object.keys(now) as (keyof P)[]).filter((key) => now[key] !== before[key]);
    if (changed.length === 0) return;
    drawn.current = now;
    plot.current.set(Object.fromEntries(changed.map((key) => [key, now[key]])) as Partial<P>);
  });

  return (
    <div class={`panel ${props.class ?? ''}`}>
      {!alive && props.still && <div class="still">{props.still}</div>}
      <div class="plot" ref={host} />
      {props.label && <div class="label">{props.label}</div>}
    </div>
  );
}
