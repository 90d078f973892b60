import { axis, slice } from '@/engine/landscape/slice';
import { evaluate } from '@/engine/training/evaluate';
import type { OptimiserName } from '@/engine/training/optimiser';
import { pca } from '@/engine/trajectory/pca';
import {
  type ChartData,
  defineChart,
  type Line,
  numberColumn,
  percentColumn,
} from '../chart/definition';
import { DATA_OPTIONS, type Data } from '../definitions/family';
import { each, mean, numbers, pointOf, trained, upTo } from './trained';

/** Rates at which each does well on this network; a common one would flatter some of them. */
const RACERS: readonly { optimiser: OptimiserName; rate: number; name: string; hue: string }[] = [
  { optimiser: 'sgd', rate: 0.1, name: 'SGD', hue: 'grey' },
  { optimiser: 'momentum', rate: 0.03, name: 'momentum', hue: 'plain' },
  { optimiser: 'nesterov', rate: 0.03, name: 'Nesterov', hue: 'orange' },
  { optimiser: 'adagrad', rate: 0.03, name: 'AdaGrad', hue: 'green' },
  { optimiser: 'rmsprop', rate: 0.002, name: 'RMSProp', hue: 'purple' },
  { optimiser: 'adam', rate: 0.003, name: 'Adam', hue: 'skip' },
  { optimiser: 'adamw', rate: 0.003, name: 'AdamW', hue: 'sky' },
];

const STEPS = 600;

/** Seven optimisers on one network from one initial value: their losses, and their ways in one plane. */
export const optimisers = defineChart({
  id: 'optimisers',
  statements: [1],
  defaults: { depth: 20, skip: false, data: 'fashion' as Data, rate: 1, seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [4, 8, 20, 32] },
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
    {
      kind: 'choice',
      key: 'rate',
      label: 'Learning rates',
      options: [
        { value: 0.1, label: 'a tenth' },
        { value: 1, label: 'as tuned' },
        { value: 10, label: 'ten times' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [{ kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS }],
  measures: {
    loss: numberColumn('final loss', 'Mean loss of the last 20 batches, in nats'),
    error: percentColumn('test error', 'Share of test samples that are classified wrongly'),
    steps: numberColumn('steps to 1.0', 'Steps until the mean of 20 batch losses is down to 1 nat'),
    length: numberColumn('way', 'Distance from the initial value to the end'),
  },
  seed: 'seed',
  verb: 'Race',
  async measure({ depth, skip, data, rate, seed }, tools) {
    const lines: Line[] = [];
    const runs = await each(RACERS, tools, async (racer) => {
      const run = await trained(
        {
          dataset: data === 'fashion' ? { name: data, side: 7 } : { name: data },
          network: { family: 'mlp', depth, skip, norm: 'none', branchScale: 'depth' },
          training: {
            optimiser: racer.optimiser,
            learningRate: racer.rate * rate,
            weightDecay: racer.optimiser === 'adamw' ? 0.01 : 0,
            steps: STEPS,
            checkpointEvery: 15,
          },
          seed,
        },
        tools,
      );
      const scores = await evaluate(run.spec, run.state, run.dataset, tools.executor);
      lines.push({
        name: racer.name,
        hue: racer.hue,
        x: upTo(run.losses.length),
        y: run.losses,
        smooth: 20,
      });
      tools.show({ panels: [lossPanel(lines)], rows: [] });
      return { ...run, racer, scores };
    });

    const ways = runs.map(({ checkpoints }) => checkpoints.map(({ parameters }) => parameters));
    const finite = ways.map((way) => way.filter((point) => point.every(Number.isFinite)));
    const start = finite[0]![0]!;
    const all = finite.flat();
    const plane = pca(all, { centred: false, origin: start });
    const reach = Math.max(...plane.coordinates.flat().map(Math.abs)) || 1;
    const [u, v] = [0, 1].map((k) => plane.coordinates.map((c) => c[k]! / reach));
    const domain = (values: readonly number[]): [number, number] => {
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const margin = 0.15 * (high - low) + 0.03;
      return [low - margin, high + margin];
    };
    const grid = { x: axis(domain(u!), 31), y: axis(domain(v!), 25) };
    const directions = plane.directions.map((d) => d.map((value) => value * reach));
    const point = pointOf(runs[0]!);
    let surface = new Float32Array(grid.x.length * grid.y.length).fill(Number.NaN);
    for await (const { slice: seen } of slice(
      { ...point, centre: start, directions },
      grid,
      tools.executor,
    )) {
      surface = Float32Array.from(seen.loss);
    }
    let offset = 0;
    const paths = finite.map((way, i) => {
      const from = offset;
      offset += way.length;
      const { name, hue } = runs[i]!.racer;
      const at = runs[i]!.checkpoints.slice(0, way.length).map(({ step }) => step);
      return { name, hue, x: u!.slice(from, offset), y: v!.slice(from, offset), at };
    });
    const explained = Math.round(100 * (plane.explained[0]! + plane.explained[1]!));
    const data_: ChartData = {
      time: runs[0]!.checkpoints.map(({ step }) => step),
      panels: [
        lossPanel(runs.map(({ racer, losses }) => line(racer, losses))),
        {
          kind: 'map',
          title: `Their ways in one plane, which holds ${explained}% of them`,
          x: 'first principal component',
          y: 'second',
          grid: { x: numbers(grid.x), y: numbers(grid.y), z: numbers(surface) },
          scale: { kind: 'log', label: 'loss (nats)' },
          paths,
          equal: true,
        },
      ],
      rows: runs.map(({ racer, losses, scores, checkpoints }, i) => ({
        name: racer.name,
        hue: racer.hue,
        values: {
          loss: mean(losses.slice(-20)),
          error: scores.test.error,
          steps: stepsTo(losses, 1),
          length: distance(finite[i]![0]!, checkpoints[checkpoints.length - 1]!.parameters),
        },
      })),
    };
    return data_;
  },
});

function line(racer: (typeof RACERS)[number], losses: readonly number[]): Line {
  return { name: racer.name, hue: racer.hue, x: upTo(losses.length), y: losses, smooth: 20 };
}

function lossPanel(lines: readonly Line[]) {
  return {
    kind: 'lines',
    title: 'Training loss',
    x: { label: 'step', domain: [0, STEPS] },
    y: { label: 'batch loss (nats)', kind: 'log' },
    lines: [...lines],
    timed: true,
  } as const;
}

/** @returns the first step at which the mean of the last 20 losses is at or below a level. */
function stepsTo(losses: readonly number[], level: number): number | undefined {
  let sum = 0;
  for (const [step, loss] of losses.entries()) {
    sum += loss - (step >= 20 ? losses[step - 20]! : 0);
    if (step >= 19 && sum / 20 <= level) return step + 1;
  }
  return undefined;
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...Array.from(a, (value, i) => value - b[i]!));
}
