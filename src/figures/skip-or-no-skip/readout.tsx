import { surfaceMeasures } from '@/engine/landscape/measures';
import type { Slice } from '@/engine/landscape/slice';
import type { Evaluation } from '@/engine/training/evaluate';
import { KINDS, type Pair, type Shown } from './model';

const NAMES = { plain: 'Plain', skip: 'Skip' } as const;

const COLUMNS = [
  ['Training loss', 'mean cross-entropy over all training samples, in nats'],
  ['Training error', 'share of the training samples classified wrong'],
  ['Test error', 'share of the test samples classified wrong'],
  [
    'Unevenness EV',
    'how far the rows and columns of the surface are from having one valley each; 0: exactly one',
  ],
  ['Roughness Lap', 'mean absolute Laplacian of the log surface, in units of its range'],
  ['Minima', 'local minima deeper than 2% of the range of the log surface'],
  [
    'Radius r',
    'mean distance from the centre at which the loss has risen by half of chance; larger is flatter',
  ],
] as const;

/** The measured numbers of both networks under their pictures. */
export function Readout({ shown, classes }: { shown: Pair<Shown> | undefined; classes: number }) {
  return (
    <section class="scroll-x" tabIndex={0} aria-label="Measured values">
      <table class="readout">
        <thead>
          <tr>
            <th scope="col">Network</th>
            {COLUMNS.map(([name, meaning]) => (
              <th key={name} scope="col" title={meaning}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row" class={`hue-${kind}`}>
                {NAMES[kind]}
              </th>
              {cells(shown?.[kind], classes).map((cell, i) => (
                <td key={COLUMNS[i]![0]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cells(shown: Shown | undefined, classes: number): string[] {
  const complete = shown?.view && shown.view.done === 1 && shown.view.slice.x.length > 20;
  return [
    ...scores(shown?.evaluation),
    ...(complete ? measures(shown.view!.slice, classes) : ['–', '–', '–', '–']),
  ];
}

function scores(evaluation: Evaluation | undefined): string[] {
  if (!evaluation) return ['–', '–', '–'];
  const percent = (share: number) =>
    Number.isFinite(share) ? `${(100 * share).toFixed(1)}%` : 'n/a';
  const { train, test } = evaluation;
  const loss = Number.isFinite(train.loss) ? train.loss.toPrecision(3) : 'not finite';
  return [loss, percent(train.error), percent(test.error)];
}

function measures({ x, y, loss }: Slice, classes: number): string[] {
  if (!loss.some(Number.isFinite)) return ['n/a', 'n/a', 'n/a', 'n/a'];
  const { ev, laplacian, minima, radius } = surfaceMeasures({ x, y, loss, classes });
  return [
    digits(ev),
    digits(laplacian),
    String(minima),
    radius === undefined ? 'n/a' : radius.toFixed(3),
  ];
}

/** Two significant digits: what repeats between seeds is less. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  if (value !== 0 && Math.abs(value) < 1e-3)
    return value
      .toExponential(0)
      .replace('e-', '·10⁻')
      .replace(/⁻(\d)/, (_, d: string) => `⁻${'⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)]}`);
  return Number(value.toPrecision(2)).toString();
}
