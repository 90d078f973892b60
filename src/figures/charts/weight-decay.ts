import { decayTerm } from '@/engine/landscape/regularised';
import { axis, slice } from '@/engine/landscape/slice';
import { pathAngles, RANDOM_COSINE } from '@/engine/trajectory/on-plane';
import { pca } from '@/engine/trajectory/pca';
import {
  type ChartPanel,
  defineChart,
  numberColumn,
  percentColumn,
  withViews,
} from '../chart/definition';
import { DATA_OPTIONS, type Data } from '../definitions/family';
import { each, mean, numbers, pointOf, trained } from './trained';

const DECAYS = [
  { decay: 0, hue: 'skip', name: 'no decay' },
  { decay: 5e-3, hue: 'plain', name: 'decay 0.005' },
] as const;

/** The optimiser's path over the contours of what it sees, without weight decay and with it. */
export const weightDecay = defineChart({
  id: 'weight-decay',
  statements: [6],
  defaults: {
    contours: 'loss' as 'loss' | 'objective',
    batch: 128,
    optimiser: 'momentum' as 'momentum' | 'adam' | 'adamw',
    schedule: 'constant' as 'constant' | 'step',
    data: 'moons' as Data,
    seed: 1,
  },
  controls: [
    {
      kind: 'segments',
      key: 'contours',
      label: 'Contours of',
      options: [
        { value: 'loss', label: 'the loss' },
        { value: 'objective', label: 'loss + decay' },
      ],
    },
    { kind: 'segments', key: 'batch', label: 'Batch', options: [16, 128, 1024] },
    {
      kind: 'segments',
      key: 'schedule',
      label: 'Learning rate',
      options: [
        { value: 'constant', label: 'constant' },
        { value: 'step', label: 'drops twice' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [
    {
      kind: 'choice',
      key: 'optimiser',
      label: 'Optimiser',
      options: [
        { value: 'momentum', label: 'momentum, L2' },
        { value: 'adam', label: 'Adam, L2' },
        { value: 'adamw', label: 'AdamW, decoupled' },
      ],
    },
    { kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS },
  ],
  measures: {
    loss: numberColumn(
      '|cos| to ∇ loss',
      'Mean |cos| between steps and the gradient of the loss in the plane: 1 across the contours, 0 along them; chance is 0.64',
    ),
    objective: numberColumn(
      '|cos| to ∇ (loss + decay)',
      'The same against the gradient of what is minimised',
    ),
    explained: percentColumn(
      'held by the plane',
      'Share of the squared displacement from the end that the plane shows',
    ),
  },
  seed: 'seed',
  view: 'contours',
  verb: 'Train',
  async measure({ contours, batch, optimiser, schedule, data, seed }, tools) {
    const runs = await each(DECAYS, tools, async ({ decay, hue, name }) => {
      const run = await trained(
        {
          dataset:
            data === 'fashion'
              ? { name: data, side: 7 }
              : { name: data, ...(data === 'moons' && { noise: 0.15 }) },
          network: { family: 'mlp', depth: 8, skip: true, norm: 'none', branchScale: 'depth' },
          training: {
            optimiser,
            learningRate: optimiser === 'momentum' ? 0.03 : 0.003,
            weightDecay: decay,
            batch,
            steps: 1500,
            schedule: { name: schedule },
            checkpointEvery: 25,
          },
          seed,
        },
        tools,
      );
      const path = run.checkpoints.map(({ parameters }) => parameters);
      const plane = pca(path, { centred: false });
      const reach = Math.max(...plane.coordinates.flat().map(Math.abs));
      const at = {
        ...pointOf(run, 512),
        centre: plane.origin,
        directions: plane.directions.map((d) => d.map((value) => value * reach)),
      };
      const angles = await pathAngles(path, at, tools.executor, { weightDecay: decay });
      const [u, v] = [0, 1].map((k) => plane.coordinates.map((c) => c[k]! / reach));
      const grid = { x: axis(domain(u!), 33), y: axis(domain(v!), 33) };
      const extra = decayTerm(at, grid, decay);
      let losses: number[] = [];
      for await (const { slice: seen } of slice(at, grid, tools.executor))
        losses = numbers(seen.loss);
      const z = { loss: losses, objective: losses.map((loss, i) => loss + extra[i]!) };
      const steps = run.checkpoints.map(({ step }) => step);
      return { name, hue, angles, plane, u: u!, v: v!, grid, z, steps };
    });
    const seen = (what: 'loss' | 'objective') =>
      runs.map(
        ({ name, plane, u, v, grid, z, steps }): ChartPanel => ({
          kind: 'map',
          title: `${name}: contours of ${what === 'loss' ? 'the loss' : 'loss + decay'}`,
          x: `first component, ${Math.round(100 * plane.explained[0]!)}%`,
          y: `second, ${Math.round(100 * plane.explained[1]!)}%`,
          grid: { x: numbers(grid.x), y: numbers(grid.y), z: z[what] },
          scale: { kind: 'log', label: 'nats' },
          paths: [{ name, x: u, y: v, at: steps }],
          equal: true,
        }),
      );
    return withViews(['loss', 'objective'] as const, contours, (what) => ({
      panels: [
        ...seen(what),
        {
          kind: 'lines',
          title: 'Angle between step and gradient',
          x: { label: 'step' },
          y: { label: '|cos|: 1 across, 0 along', domain: [0, 1] },
          lines: runs.map(({ name, hue, angles, steps }) => ({
            name,
            hue,
            x: steps.slice(1),
            y: angles[what === 'loss' ? 'loss' : 'regularised'],
            smooth: 5,
          })),
          baselines: [{ value: RANDOM_COSINE, label: 'chance, 2/π' }],
          timed: true,
        },
      ],
      time: runs[0]!.steps,
      rows: runs.map(({ name, hue, angles, plane }) => ({
        name,
        hue,
        values: {
          loss: mean(angles.loss.filter(Number.isFinite)),
          objective: mean(angles.regularised.filter(Number.isFinite)),
          explained: plane.explained[0]! + plane.explained[1]!,
        },
      })),
    }));
  },
});

/** Both ends of a path with room about it. */
function domain(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.2 * (high - low) + 0.1;
  return [low - margin, high + margin];
}
