import type { Analysis } from '@/engine/analysis';
import type { Shown } from '../comparison/shown';

/** What the analyses of the experiments found, as numbers side by side. */
export function Analyses({ shown }: { readonly shown: readonly Shown[] }) {
  const analysed = shown.filter(({ analysis }) => analysis);
  if (analysed.length === 0) return null;
  const columns = analysed.map(({ analysis }) => new Map(findings(analysis!)));
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  if (names.length === 0) return null;
  return (
    <section class="scroll-x" tabIndex={0} aria-label="Analyses">
      <table class="readout">
        <thead>
          <tr>
            <th scope="col">Analysed</th>
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
                <td key={analysed[i]!.variant.key}>{column.get(name) ?? 'n/a'}</td>
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
  if (curvature) {
    const { spectrum, threshold, trace, sharpness, map } = curvature;
    const values = (list: typeof spectrum.largest) =>
      list.map(({ value }) => number(value)).join(', ');
    found.push(['Largest eigenvalues of the Hessian', values(spectrum.largest)]);
    if (spectrum.smallest.length > 0) {
      found.push(['Smallest eigenvalues', values(spectrum.smallest)]);
    }
    if (!spectrum.converged) {
      found.push(['Their tolerance', `not met within ${spectrum.steps} products`]);
    }
    if (threshold !== undefined) found.push(['Edge of stability', number(threshold)]);
    if (trace) {
      found.push(['Trace', `${number(trace.value)} ± ${number(trace.standardError)}`]);
    }
    if (sharpness) {
      found.push(['Sharpness in the ball, mean', number(sharpness.average)]);
      found.push(['Sharpness in the ball, worst', number(sharpness.worst)]);
    }
    if (map) {
      const ratios = Array.from(map.smallest, (low, i) => Math.abs(low / map.largest[i]!));
      const known = ratios.filter(Number.isFinite);
      found.push(['|λmin/λmax| over the slice, mean', number(mean(known))]);
    }
  }
  if (trajectory) {
    const { uncentred, onPlane, angles } = trajectory;
    const shares = (list: readonly number[]) =>
      list
        .slice(0, 2)
        .map((share) => `${(100 * share).toFixed(0)}%`)
        .join(' + ');
    found.push(['Path in two directions', shares(uncentred.explained)]);
    found.push(['A random walk would have', shares(uncentred.nullExplained)]);
    const [first] = onPlane.offPlane;
    if (first !== undefined) found.push(['Start of the path off the plane', number(first)]);
    found.push(['|cos| of steps and gradient', number(angles.mean.loss)]);
    found.push(['|cos| with weight decay', number(angles.mean.regularised)]);
  }
  if (flow && flow.length > 0) {
    const decades = (at: number) => number(flow.at(at)!.decades);
    found.push(['Gradient from last to first layer, log₁₀', `${decades(0)}, then ${decades(-1)}`]);
  }
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function number(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
