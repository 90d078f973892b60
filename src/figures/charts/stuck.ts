import type { InitScheme } from '@/engine/network/initialise';
import { evaluate } from '@/engine/training/evaluate';
import { type ChartData, defineChart, percentColumn } from '../chart/definition';
import { DATA_OPTIONS, type Data } from '../definitions/family';
import { each, trained, upTo } from './trained';

const DEPTHS = [4, 8, 16, 32, 56];

/** Many seeds at once: how many runs end no better than guessing. */
export const stuck = defineChart({
  id: 'stuck',
  statements: [1, 4],
  defaults: {
    optimiser: 'momentum' as 'momentum' | 'adam',
    init: 'he' as InitScheme,
    data: 'spirals' as Data,
    seeds: 6,
    seed: 1,
  },
  controls: [
    {
      kind: 'choice',
      key: 'init',
      label: 'Initial values',
      options: [
        { value: 'he', label: 'He' },
        { value: 'xavier', label: 'Xavier' },
        { value: 'orthogonal', label: 'orthogonal' },
        { value: 'uniform', label: 'small uniform' },
      ],
    },
    {
      kind: 'segments',
      key: 'optimiser',
      label: 'Optimiser',
      options: [
        { value: 'momentum', label: 'momentum' },
        { value: 'adam', label: 'Adam' },
      ],
    },
    { kind: 'choice', key: 'seeds', label: 'Runs each', options: [6, 10, 20] },
    { kind: 'number', key: 'seed', label: 'First seed', min: 0, max: 9999 },
  ],
  more: [{ kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS }],
  measures: Object.fromEntries(
    DEPTHS.map((depth) => [
      `l${depth}`,
      percentColumn(
        `stuck, ${depth} layers`,
        'Share of runs whose final training loss is above 0.9 ln C',
      ),
    ]),
  ),
  headline: ['l32', 'l56'],
  seed: 'seed',
  seedsUsed: ({ seeds }) => seeds,
  verb: 'Train all',
  async measure({ optimiser, init, data, seeds, seed }, tools) {
    const cells = [false, true].flatMap((skip) =>
      DEPTHS.flatMap((depth) => upTo(seeds).map((i) => ({ skip, depth, seed: seed + i }))),
    );
    const outcome = new Map<string, number[]>();
    const share = (skip: boolean, depth: number) => {
      const known = outcome.get(`${skip} ${depth}`) ?? [];
      return known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b, 0) / known.length;
    };
    const now = (): ChartData => ({
      panels: [
        {
          kind: 'lines',
          title: `Share of ${seeds} runs that got stuck`,
          x: { label: 'layers', kind: 'log' },
          y: { label: 'stuck', domain: [0, 1] },
          lines: [false, true].map((skip) => ({
            name: skip ? 'with skips' : 'plain',
            hue: skip ? 'skip' : 'plain',
            x: DEPTHS,
            y: DEPTHS.map((depth) => share(skip, depth)),
          })),
        },
      ],
      rows: [false, true].map((skip) => ({
        name: skip ? 'with skips' : 'plain',
        hue: skip ? 'skip' : 'plain',
        values: Object.fromEntries(DEPTHS.map((depth) => [`l${depth}`, share(skip, depth)])),
      })),
    });
    await each(cells, tools, async ({ skip, depth, seed: own }) => {
      const { spec, state, dataset } = await trained(
        {
          dataset: data === 'fashion' ? { name: data, side: 7 } : { name: data },
          network: { family: 'mlp', depth, skip, norm: 'none', branchScale: 'depth' },
          init: { scheme: init },
          training: { optimiser, learningRate: optimiser === 'adam' ? 1e-3 : 0.03, steps: 1000 },
          seed: own,
        },
        tools,
      );
      const { train } = await evaluate(spec, state, dataset, tools.executor);
      const failed = !(train.loss < 0.9 * Math.log(dataset.classes));
      const key = `${skip} ${depth}`;
      outcome.set(key, [...(outcome.get(key) ?? []), Number(failed)]);
      tools.show(now());
    });
    return now();
  },
});
