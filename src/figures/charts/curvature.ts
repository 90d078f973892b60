import { convexityRatio, curvatureMap } from '@/engine/curvature/map';
import { planeOf } from '@/engine/landscape/plane';
import { axis, slice } from '@/engine/landscape/slice';
import { type ChartData, defineChart, numberColumn } from '../chart/definition';
import { numbers, trained } from './trained';

/** The loss on a plane, and beside it how much negative curvature the plane hides (Li et al. 2018, section 6). */
export const curvature = defineChart({
  id: 'curvature',
  statements: [3],
  defaults: { skip: true, depth: 8, points: 7, seed: 1 },
  controls: [
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
    { kind: 'choice', key: 'depth', label: 'Depth', options: [4, 8, 20] },
    { kind: 'segments', key: 'points', label: 'Points a side', options: [7, 9, 13] },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    centre: numberColumn(
      '|λmin/λmax| at the centre',
      'Of the Hessian over 256 training samples; 0 is convex',
    ),
    median: numberColumn('median over the plane', 'The same at all points'),
    largest: numberColumn('λmax at the centre', 'The Hessian’s largest eigenvalue'),
  },
  seed: 'seed',
  verb: 'Train and measure',
  async measure({ skip, depth, points, seed }, tools) {
    const net = await trained(
      {
        network: { family: 'mlp', depth, skip, norm: 'none', branchScale: 'depth' },
        training: { optimiser: 'adam', learningRate: 1e-3, steps: 1000 },
        seed,
      },
      tools,
    );
    const plane = await planeOf(net.experiment, net.spec, net.state, net.dataset, tools);
    const fine = axis([-0.6, 0.6], 33);
    let losses: number[] = [];
    for await (const { slice: seen } of slice(plane, { x: fine, y: fine }, tools.executor)) {
      losses = numbers(seen.loss);
    }
    const coarse = axis([-0.6, 0.6], points);
    const now = (z: readonly number[]): ChartData['panels'] => [
      {
        kind: 'map',
        title: 'Loss',
        x: 'direction 1',
        y: 'direction 2',
        grid: { x: numbers(fine), y: numbers(fine), z: losses },
        scale: { kind: 'log', label: 'loss (nats)' },
      },
      {
        kind: 'map',
        title: '|λmin/λmax|: 0 is convex',
        x: 'direction 1',
        y: 'direction 2',
        grid: { x: numbers(coarse), y: numbers(coarse), z },
        scale: { kind: 'linear', label: '|λmin/λmax|', low: 0, high: 1 },
      },
    ];
    const total = points * points;
    let ratio: number[] = [];
    let largest = Number.NaN;
    for await (const { map, done } of curvatureMap(
      plane,
      { x: coarse, y: coarse },
      tools.executor,
      { maxSteps: 16, tolerance: 5e-2 },
    )) {
      tools.progress(done / total);
      if (done % points !== 0) continue;
      ratio = numbers(convexityRatio(map));
      largest = map.largest[(total - 1) / 2]!;
      tools.show({ panels: now(ratio), rows: [] });
    }
    const sorted = ratio.filter(Number.isFinite).sort((a, b) => a - b);
    return {
      panels: now(ratio),
      rows: [
        {
          name: skip ? 'with skips' : 'plain',
          hue: skip ? 'skip' : 'plain',
          values: {
            centre: ratio[(total - 1) / 2],
            median: sorted[Math.floor(sorted.length / 2)],
            largest,
          },
        },
      ],
    };
  },
});
