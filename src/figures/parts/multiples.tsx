import { useMemo, useState } from 'preact/hooks';
import { type Camera, HOME } from '@/plot/camera';
import { Link } from '@/plot/link';
import type { ReliefProps } from '@/plot/relief';
import { ownScale, type ScaleOptions, sharedScale } from '@/plot/scale';
import type { Point, Surface } from '@/plot/types';
import { PlotPanel } from './plot-panel';
import './multiples.css';

export interface MultiplesProps {
  /** Names of the columns, such as depths, and of the rows, such as plain and skip. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly hue?: string }[];
  /** Row by row; undefined where nothing was computed yet. */
  readonly surfaces: readonly (readonly (Surface | undefined)[])[];
  /** What the heights are, for the labels: “training loss (nats)”. */
  readonly quantity: string;
  /** One scale shows who gets low, own scales show who is rugged. */
  readonly scale: 'shared' | 'own';
  readonly options?: ScaleOptions;
}

const loadRelief = () => import('@/plot/relief').then(({ Relief }) => Relief);

/**
 * Small reliefs in rows and columns, all turned by one hand and read by one crosshair. On narrow
 * screens the strip scrolls sideways rather than shrinks.
 */
export function Multiples({ columns, rows, surfaces, quantity, scale, options }: MultiplesProps) {
  const [camera] = useState(() => new Link<Camera>(HOME));
  const [crosshair] = useState(() => new Link<Point | undefined>(undefined));
  const cells = useMemo(() => {
    const all = surfaces.flat().filter((surface) => surface !== undefined);
    const settings = { label: quantity, ...options };
    const shared = sharedScale(all, settings);
    return surfaces.map((row, r) =>
      row.map((surface, c): ReliefProps | undefined =>
        surface
          ? {
              surface,
              scale: scale === 'shared' ? shared : ownScale(surface, settings),
              label: `${rows[r]?.name}, ${columns[c]}: ${quantity} as a relief`,
              camera,
              crosshair,
              plain: true,
            }
          : undefined,
      ),
    );
  }, [surfaces, scale, quantity, options, rows, columns]);
  return (
    <section class="multiples" aria-label={`${quantity}, side by side`} tabIndex={0}>
      <div class="grid" style={{ '--columns': columns.length }}>
        <span />
        {columns.map((name) => (
          <span class="column" key={name}>
            {name}
          </span>
        ))}
        {rows.map((row, r) => [
          <span class={`row ${row.hue ? `hue-${row.hue}` : ''}`} key={row.name}>
            {row.name}
          </span>,
          ...columns.map((name, c) => (
            <PlotPanel key={`${row.name} ${name}`} load={loadRelief} plot={cells[r]?.[c]} />
          )),
        ])}
      </div>
    </section>
  );
}
