import type { Settings } from '../comparison/definition';
import type { History } from '../comparison/history';
import type { ChartData, ChartDefinition, Column } from './definition';
import { say } from '@/words';

export interface TableProps {
  /** Its title, which tells its table from others of the page. */
  readonly figure: string;
  readonly definition: Pick<ChartDefinition, 'measures'>;
  readonly data: ChartData | undefined;
  /** Of this visit; none where the table stands for a recording. */
  readonly history?: History;
  readonly settings?: Settings;
}

/** The measured numbers; over several seeds, mean ± deviation. */
export function Table({ figure, definition, data, history, settings }: TableProps) {
  const columns = Object.entries(definition.measures);
  if (!data || data.rows.length === 0 || columns.length === 0) return null;
  const words = say().figure;
  const seeds = (settings && history?.seeds(settings)) ?? 0;
  const cell = (row: number, key: string, column: Column) => {
    const spread = seeds > 1 && settings ? history?.spread(settings, row, key) : undefined;
    if (spread && spread.seeds > 1) {
      return `${column.format(spread.mean)} ± ${column.format(spread.deviation)}`;
    }
    const value = data.rows[row]!.values[key];
    return value === undefined || !Number.isFinite(value) ? words.none : column.format(value);
  };
  return (
    <section class="scroll-x" tabIndex={0} aria-label={words.measuredValues(figure)}>
      <table class="readout">
        <thead>
          <tr>
            <th scope="col">{seeds > 1 ? words.overSeeds(seeds) : words.measured}</th>
            {columns.map(([key, { name, meaning }]) => (
              <th key={key} scope="col" title={meaning}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, index) => (
            <tr key={row.name}>
              <th scope="row" class={row.hue ? `hue-${row.hue}` : ''}>
                {row.name}
              </th>
              {columns.map(([key, column]) => (
                <td key={key}>{cell(index, key, column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
