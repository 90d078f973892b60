import { useRef } from 'preact/hooks';
import { readSiteFile } from '@/lab/site-files';
import { curvesTable, surfaceTable } from '@/plot/table';
import { DataTable } from '@/ui/data-table';
import { figureFacts } from '../parts/figure-facts';
import { SaveAs } from '../parts/save-as';
import { TakeAway } from '../parts/take-away';
import type { Shown } from './shown';
import { recordingName } from './definition';
import { axes, curvesOf, surfaceShown } from './plots';
import { saveableOf } from './saveables';
import { say } from '@/words';

export interface TakingsProps {
  readonly figure: string;
  readonly shown: readonly Shown[];
  /** The fragment of the present state, asked at the click. */
  readonly fragment: () => string;
}

/** What a reader can take home from a comparison: the picture, and the numbers behind it. */
export function Takings({ figure, shown, fragment }: TakingsProps) {
  const root = useRef<HTMLDetailsElement>(null);
  const words = say().take;
  const finished = shown.filter(({ view }) => view?.done === 1 && surfaceShown(view));
  const curves = curvesOf(shown);
  const experiments = () =>
    JSON.stringify(shown.map(({ variant }) => ({ name: variant.name, ...variant.experiment })));
  return (
    <details class="more takings" ref={root}>
      <summary>{words.title}</summary>
      <TakeAway
        figure={root}
        facts={(element) => figureFacts(element, fragment(), experiments())}
        file={figure}
      />
      <SaveAs items={shown.map((one) => saveableOf(one, figure, recordedFile(figure, one)))} />
      {finished.map(({ variant, view }) => (
        <DataTable
          key={variant.key}
          summary={words.surface(variant.name)}
          table={() => surfaceTable(surfaceShown(view)!, words.lossOf(variant.name), axes())}
          file={`${figure}-${variant.key}`}
        />
      ))}
      {curves && shown.some(({ log }) => log.steps > 0) && (
        <DataTable
          summary={words.loss}
          table={() => curvesTable(curves.series, words.batchLoss, say().comparison.stepAxis)}
          file={`${figure}-loss`}
        />
      )}
    </details>
  );
}

/** The run file that the site ships of a recorded variant. */
function recordedFile(figure: string, { origin, variant }: Shown) {
  if (origin !== 'recorded') return undefined;
  const path = `runs/${recordingName(figure, variant.key)}.safetensors`;
  return async () => new Uint8Array(await readSiteFile(path));
}
