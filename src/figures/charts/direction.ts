import { gradientAt } from '@/engine/gradients';
import { cosine, difference } from '@/engine/linear/vectors';
import { defineChart, numberColumn } from '../chart/definition';
import { DATA_OPTIONS, type Data } from '../definitions/family';
import { each, mean, trained, upTo } from './trained';

const CHECKPOINTS = 40;
const KINDS = [
  { name: 'plain', hue: 'plain', skip: false },
  { name: 'with skips', hue: 'skip', skip: true },
] as const;

/** Does the gradient point to where training ends? */
export const direction = defineChart({
  id: 'direction',
  statements: [2],
  defaults: { depth: 32, data: 'fashion' as Data, seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [8, 20, 32, 56] },
    { kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    cosine: numberColumn(
      'mean cosine',
      'Of the angle between −∇L over all training samples and the way to the end, over the checkpoints',
      2,
    ),
    early: numberColumn('first tenth', 'The same over the first tenth of the checkpoints', 2),
    loss: numberColumn('final loss', 'Mean of the last 20 batches, in nats'),
  },
  seed: 'seed',
  verb: 'Train',
  async measure({ depth, data, seed }, tools) {
    const steps = 2000;
    const runs = await each(KINDS, tools, async ({ skip }) => {
      const run = await trained(
        {
          dataset: data === 'fashion' ? { name: data, side: 7 } : { name: data },
          network: { family: 'mlp', depth, skip },
          training: { steps, checkpointEvery: steps / CHECKPOINTS },
          seed,
        },
        tools,
      );
      const { parameters: end } = run.checkpoints.at(-1)!;
      const cosines: number[] = [];
      for (const { parameters, running } of run.checkpoints.slice(0, -1)) {
        const { gradient } = await gradientAt(
          {
            spec: run.spec,
            samples: run.dataset.train,
            statistics: 'batch',
            parameters,
            running,
          },
          tools.executor,
        );
        cosines.push(cosine(gradient, difference(parameters, end)));
      }
      return { ...run, cosines, at: run.checkpoints.slice(0, -1).map(({ step }) => step) };
    });
    // A random direction in P dimensions: its cosine with any other has this deviation.
    const chance = 1 / Math.sqrt(runs[0]!.state.parameters.length);
    return {
      time: runs[0]!.at,
      panels: [
        {
          kind: 'lines',
          title: 'Does downhill point to the end?',
          x: { label: 'step', domain: [0, steps] },
          y: { label: 'cosine of −∇L and the way to the end' },
          lines: runs.map(({ cosines, at }, i) => ({
            name: KINDS[i]!.name,
            hue: KINDS[i]!.hue,
            x: at,
            y: cosines,
          })),
          baselines: [{ value: chance, label: 'a random direction' }],
          timed: true,
        },
        {
          kind: 'lines',
          title: 'Training loss',
          x: { label: 'step', domain: [0, steps] },
          y: { label: 'batch loss (nats)', kind: 'log' },
          lines: runs.map(({ losses }, i) => ({
            name: KINDS[i]!.name,
            hue: KINDS[i]!.hue,
            x: upTo(losses.length),
            y: losses,
            smooth: 20,
          })),
          timed: true,
        },
      ],
      rows: runs.map(({ cosines, losses }, i) => ({
        name: KINDS[i]!.name,
        hue: KINDS[i]!.hue,
        values: {
          cosine: mean(cosines),
          early: mean(cosines.slice(0, CHECKPOINTS / 10)),
          loss: mean(losses.slice(-20)),
        },
      })),
    };
  },
});
