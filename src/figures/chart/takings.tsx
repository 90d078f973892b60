import { useRef } from 'preact/hooks';
import { curvesTable, surfaceTable } from '@/plot/table';
import { DataTable, type TableData } from '@/ui/data-table';
import type { Settings } from '../comparison/definition';
import { figureFacts } from '../parts/figure-facts';
import { TakeAway } from '../parts/take-away';
import type { ChartData, ChartPanel } from './definition';
import { contourProps, curvesProps } from './plots';
import { say } from '@/words';

export interface ChartTakingsProps {
  readonly figure: string;
  readonly data: ChartData | undefined;
  readonly settings: Settings;
  /** The fragment of the present state, asked at the click. */
  readonly fragment: () => string;
}

/** What a reader can take home from a chart: the picture, and the numbers behind it. */
export function ChartTakings({ figure, data, settings, fragment }: ChartTakingsProps) {
  const root = useRef<HTMLDetailsElement>(null);
  return (
    <details class="more takings" ref={root}>
      <summary>{say().take.title}</summary>
      <TakeAway
        figure={root}
        facts={(element) => figureFacts(element, fragment(), JSON.stringify(settings))}
        file={figure}
      />
      {data?.panels.map((panel, index) => (
        <DataTable
          key={index}
          summary={say().take.numbers(panel.title)}
          table={() => tableOf(panel)}
          file={`${figure}-${index + 1}`}
        />
      ))}
    </details>
  );
}

function tableOf(panel: ChartPanel): TableData {
  if (panel.kind === 'lines') {
    return curvesTable(
      curvesProps(panel).series,
      `${panel.title}, ${panel.y.label}`,
      panel.x.label,
    );
  }
  const props = contourProps(panel);
  if (!props) return { caption: say().take.nothing, columns: [], rows: [], csv: () => '' };
  return surfaceTable(props.surface, panel.scale.label ?? panel.title, { x: panel.x, y: panel.y });
}
