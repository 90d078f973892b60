import type { Measure, Settings } from './definition';
import type { History } from './history';
import { MEASURES, type Measured, measuresOf } from './measures';
import type { Shown } from './shown';
import { say } from '@/words';

export interface ReadoutProps {
  /** Its title, which tells its table from others of the page. */
  readonly figure: string;
  readonly shown: readonly Shown[] | undefined;
  readonly measures: readonly Measure[];
  /** Earlier runs with other seeds, for the spread. */
  readonly history?: History | undefined;
  readonly settings?: Settings | undefined;
}

/** The measured numbers under the pictures; over several seeds, mean ± deviation. */
export function Readout({ figure, shown, measures, history, settings }: ReadoutProps) {
  const words = say().figure;
  const seeds = history && settings ? history.seeds(settings) : 0;
  return (
    <section class="scroll-x" tabIndex={0} aria-label={words.measuredValues(figure)}>
      <table class="readout">
        <thead>
          <tr>
            <th scope="col">{seeds > 1 ? words.overSeeds(seeds) : words.measured}</th>
            {measures.map((measure) => (
              <th key={measure} scope="col" title={MEASURES[measure].meaning}>
                {MEASURES[measure].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown?.map((one, index) => {
            const now = measuresOf(one);
            return (
              <tr key={one.variant.key}>
                <th scope="row" class={`hue-${one.variant.hue}`}>
                  {one.variant.name}
                </th>
                {measures.map((measure) => (
                  <td key={measure}>
                    {history && settings && seeds > 1
                      ? overSeeds(history, settings, index, measure)
                      : value(one, now, measure)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function value(shown: Shown, measured: Measured, measure: Measure): string {
  const found = measured[measure];
  if (found !== undefined) return MEASURES[measure].format(found);
  // Of a finished run a missing value is one that does not exist.
  const known =
    measure in measured || (shown.view?.done === 1 && (shown.origin || 'ev' in measured));
  return known && (shown.evaluation || shown.origin) ? say().figure.none : '–';
}

function overSeeds(history: History, settings: Settings, variant: number, measure: Measure) {
  const spread = history.spread(settings, variant, measure);
  if (!spread) return say().figure.none;
  const { format } = MEASURES[measure];
  if (spread.seeds < 2) return format(spread.mean);
  return `${format(spread.mean)} ± ${format(spread.deviation)}`;
}
