import type { Analysis } from '@/engine/analysis';
import { say } from '@/words';
import type { Shown } from '../comparison/shown';

/** What the analyses of the experiments found, as numbers side by side. */
export function Analyses({ shown }: { readonly shown: readonly Shown[] }) {
  const analysed = shown.filter(({ analysis }) => analysis);
  if (analysed.length === 0) return null;
  const columns = analysed.map(({ analysis }) => new Map(findings(analysis!)));
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  if (names.length === 0) return null;
  const words = say().lab.analyses;
  return (
    <section class="scroll-x" tabIndex={0} aria-label={words.title}>
      <table class="readout">
        <thead>
          <tr>
            <th scope="col">{words.column}</th>
            {analysed.map(({ variant }) => (
              <th key={variant.key} scope="col" class={`hue-${variant.hue}`}>
                {variant.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map((column, i) => (
                <td key={analysed[i]!.variant.key}>{column.get(name) ?? say().figure.none}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** @returns the numbers of an analysis with their names. */
export function findings({ trajectory, curvature, flow }: Analysis): [string, string][] {
  const found: [string, string][] = [];
  const words = say().lab.analyses;
  if (curvature) {
    const { spectrum, threshold, trace, sharpness, map } = curvature;
    const values = (list: typeof spectrum.largest) =>
      list.map(({ value }) => number(value)).join(', ');
    found.push([words.largest, values(spectrum.largest)]);
    if (spectrum.smallest.length > 0) {
      found.push([words.smallest, values(spectrum.smallest)]);
    }
    if (!spectrum.converged) {
      found.push([words.tolerance, words.notMet(spectrum.steps)]);
    }
    if (threshold !== undefined) found.push([words.edge, number(threshold)]);
    if (trace) {
      found.push([words.trace, `${number(trace.value)} ± ${number(trace.standardError)}`]);
    }
    if (sharpness) {
      found.push([words.sharpnessMean, number(sharpness.average)]);
      found.push([words.sharpnessWorst, number(sharpness.worst)]);
    }
    if (map) {
      const ratios = Array.from(map.smallest, (low, i) => Math.abs(low / map.largest[i]!));
      const known = ratios.filter(Number.isFinite);
      found.push([words.ratio, number(mean(known))]);
    }
  }
  if (trajectory) {
    const { uncentred, onPlane, angles } = trajectory;
    const shares = (list: readonly number[]) =>
      list
        .slice(0, 2)
        .map((share) => `${(100 * share).toFixed(0)}%`)
        .join(' + ');
    found.push([words.explained, shares(uncentred.explained)]);
    found.push([words.explainedByWalk, shares(uncentred.nullExplained)]);
    const [first] = onPlane.offPlane;
    if (first !== undefined) found.push([words.offPlane, number(first)]);
    found.push([words.cosLoss, number(angles.mean.loss)]);
    found.push([words.cosObjective, number(angles.mean.regularised)]);
  }
  if (flow && flow.length > 0) {
    const decades = (at: number) => number(flow.at(at)!.decades);
    found.push([words.flow, words.flowThen(decades(0), decades(-1))]);
  }
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function number(value: number): string {
  if (!Number.isFinite(value)) return say().figure.none;
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
