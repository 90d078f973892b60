import { planeOf } from '@/engine/landscape/plane';
import { axis, slice } from '@/engine/landscape/slice';
import { rescaleRelu } from '@/engine/network/surgery';
import { evaluate } from '@/engine/training/evaluate';
import { defineChart, numberColumn, percentColumn, withViews } from '../chart/definition';
import { numbers, trained } from './trained';

/** The reader pulls along these. */
const FACTORS = [1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30];

/** The same function twice: as trained, and with its layers rescaled against each other (Dinh et al. 2017). */
export const rescaling = defineChart({
  id: 'rescaling',
  statements: [3],
  defaults: { alpha: 10, depth: 8, seed: 1 },
  controls: [
    {
      kind: 'slider',
      key: 'alpha',
      label: 'Factor α',
      options: FACTORS,
    },
    { kind: 'choice', key: 'depth', label: 'Depth', options: [4, 8, 20] },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    error: percentColumn('test error', 'Share of test samples that are classified wrongly'),
    raw: numberColumn(
      'half-width, raw',
      'How far along the direction the loss stays below its least value + ½ ln C',
    ),
    filter: numberColumn(
      'half-width, filter-normalised',
      'The same along the filter-normalised direction',
    ),
  },
  headline: ['raw', 'filter'],
  seed: 'seed',
  view: 'alpha',
  verb: 'Train',
  async measure({ alpha, depth, seed }, tools) {
    const net = await trained(
      {
        network: { family: 'mlp', depth, skip: false, norm: 'none' },
        training: { optimiser: 'adam', learningRate: 1e-3, steps: 800 },
        seed,
      },
      tools,
    );
    tools.progress(0.6);
    const { experiment, spec, dataset, state } = net;
    const x = axis([-1, 1], 101);
    const along = async (of: typeof state, normalisation: 'none' | 'filter') => {
      const landscape = {
        ...experiment.landscape,
        normalisation,
        points: [101, 1] as [number, number],
      };
      const plane = await planeOf({ ...experiment, landscape }, spec, of, dataset, tools);
      // Raw Gaussian directions are far longer than the network; a tenth shows the basin.
      const directions = plane.directions.map((d) =>
        normalisation === 'none' ? d.map((v) => 0.2 * v) : d,
      );
      let losses: number[] = [];
      for await (const { slice: seen } of slice(
        { ...plane, directions },
        { x, y: axis([0, 0], 1) },
        tools.executor,
      )) {
        losses = numbers(seen.loss);
      }
      return losses;
    };
    const look = async (name: string, hue: string, of: typeof state): Promise<Seen> => {
      const raw = await along(of, 'none');
      const filter = await along(of, 'filter');
      const { test } = await evaluate(spec, of, dataset, tools.executor);
      return { name, hue, raw, filter, error: test.error };
    };
    const trainedOne = await look('as trained', 'skip', state);
    const rescaled = new Map<number, Seen>();
    for (const factor of FACTORS) {
      const parameters = rescaleRelu({ spec, parameters: state.parameters }, factor);
      rescaled.set(factor, await look('rescaled by α', 'plain', { ...state, parameters }));
      tools.progress(0.6 + (0.4 * rescaled.size) / FACTORS.length);
    }
    const panel = (seen: readonly Seen[], title: string, key: 'raw' | 'filter') => ({
      kind: 'lines' as const,
      title,
      x: { label: 'along the direction' },
      y: { label: 'training loss (nats)', kind: 'log' as const },
      lines: seen.map((one, i) => ({
        name: one.name,
        hue: one.hue,
        dashed: i === 1,
        x: numbers(x),
        y: one[key],
      })),
    });
    return withViews(FACTORS, alpha, (factor) => {
      const seen = [trainedOne, rescaled.get(factor)!];
      return {
        panels: [
          panel(seen, 'Along a raw direction', 'raw'),
          panel(seen, 'Along the same direction, filter-normalised', 'filter'),
        ],
        rows: seen.map(({ name, hue, raw, filter, error }) => ({
          name,
          hue,
          values: { error, raw: halfWidth(raw, x), filter: halfWidth(filter, x) },
        })),
      };
    });
  },
});

interface Seen {
  readonly name: string;
  readonly hue: string;
  readonly raw: number[];
  readonly filter: number[];
  /** On the test set. */
  readonly error: number;
}

/** Mean distance, both ways from the middle, at which the loss passes its middle value + ½ ln 10. */
function halfWidth(losses: readonly number[], x: Float64Array): number | undefined {
  const middle = Math.floor(losses.length / 2);
  const level = losses[middle]! + 0.5 * Math.log(10);
  const reach = (step: 1 | -1) => {
    for (let i = middle; i >= 0 && i < losses.length; i += step) {
      if (!(losses[i]! < level)) return Math.abs(x[i]!);
    }
    return undefined;
  };
  const [left, right] = [reach(-1), reach(1)];
  return left !== undefined && right !== undefined ? (left + right) / 2 : (left ?? right);
}
