import type { Claim } from '@/claims/claim';
import type { Estimate } from '@/claims/statistics';
import { say } from '@/words';
import { valueWords } from './words';

export interface Whisker extends Estimate {
  readonly name: string;
  /** `ours` or `yours`. */
  readonly kind: 'ours' | 'yours';
}

export interface WhiskersProps {
  readonly claim: Pick<Claim, 'direction' | 'boundary' | 'unit'>;
  readonly rows: readonly Whisker[];
}

const [WIDTH, ROW, PAD] = [300, 18, 12];

/** Effects with their intervals on one line of numbers; the side that was predicted is shaded. */
export function Whiskers({ claim, rows }: WhiskersProps) {
  const shown = rows.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  if (shown.length === 0) return null;
  const ends = [claim.boundary, ...shown.flatMap(({ low, high }) => [low, high])];
  const [min, max] = [Math.min(...ends), Math.max(...ends)];
  const margin = 0.12 * (max - min || Math.abs(max) || 1);
  const x = (value: number) =>
    PAD + ((value - min + margin) / (max - min + 2 * margin)) * (WIDTH - 2 * PAD);
  const edge = x(claim.boundary);
  const height = ROW * shown.length + 20;
  const shade = claim.direction === 'above' ? [edge, WIDTH] : [0, edge];
  const words = shown
    .map(
      ({ name, effect, low, high }) =>
        `${name}: ${[effect, low, high].map((value) => valueWords(value, claim.unit)).join(', ')}`,
    )
    .join('; ');
  const said = say().claims;
  return (
    <svg
      class="whiskers"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={said.whiskers(
        words,
        said.directions[claim.direction],
        valueWords(claim.boundary, claim.unit),
      )}
    >
      <rect
        class="predicted"
        x={shade[0]}
        y="0"
        width={shade[1]! - shade[0]!}
        height={height - 16}
      />
      <line class="boundary" x1={edge} x2={edge} y1="0" y2={height - 16} />
      <text x={Math.max(14, Math.min(WIDTH - 14, edge))} y={height - 3} text-anchor="middle">
        {valueWords(claim.boundary, claim.unit)}
      </text>
      {shown.map(({ name, kind, effect, low, high }, row) => {
        const y = ROW * (row + 0.5) + 1;
        return (
          <g class={kind} key={name}>
            <line x1={x(low)} x2={x(high)} y1={y} y2={y} />
            <circle cx={x(effect)} cy={y} r="4" />
          </g>
        );
      })}
    </svg>
  );
}
