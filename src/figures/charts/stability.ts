import { hessianSpectrum } from '@/engine/curvature/spectrum';
import { stabilityThreshold } from '@/engine/curvature/stability';
import { defineChart, type Line, numberColumn } from '../chart/definition';
import { each, pointOf, trained, upTo } from './trained';

const EVERY = 50;

/** λmax of the Hessian during full-batch descent, beside 2/η (Cohen et al. 2021). */
export const stability = defineChart({
  id: 'edge-of-stability',
  statements: [4],
  defaults: { rate: 0.1, batch: 512, depth: 4, steps: 1000, seed: 1 },
  controls: [
    { kind: 'segments', key: 'rate', label: 'Learning rate η', options: [0.05, 0.1, 0.2] },
    {
      kind: 'segments',
      key: 'batch',
      label: 'Batch',
      options: [
        { value: 512, label: 'all 512' },
        { value: 16, label: '16' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [4, 8] },
    { kind: 'choice', key: 'steps', label: 'Steps', options: [1000, 2000, 4000] },
  ],
  measures: {
    sharpness: numberColumn(
      'λmax, last quarter',
      'Mean of the Hessian’s largest eigenvalue over the last quarter of the run',
    ),
    ratio: numberColumn('λmax · η / 2', 'The same over 2/η: 1 is the edge of stability'),
    loss: numberColumn('final loss', 'In nats, over the 512 training samples'),
  },
  seed: 'seed',
  verb: 'Train',
  async measure({ rate, batch, depth, steps, seed }, tools) {
    const net = await trained(
      {
        dataset: { name: 'fashion', side: 7, train: 512, test: 64 },
        network: { family: 'mlp', depth, width: 16, skip: false, norm: 'none', activation: 'tanh' },
        init: { scheme: 'xavier' },
        training: {
          optimiser: 'sgd',
          learningRate: rate,
          schedule: { name: 'constant' },
          batch,
          steps,
          checkpointEvery: EVERY,
        },
        seed,
      },
      tools,
    );
    const threshold = stabilityThreshold('sgd', rate, 0)!;
    const sharpness = new Array<number>(net.checkpoints.length).fill(Number.NaN);
    const at = net.checkpoints.map(({ step }) => step);
    const loss: Line = {
      name: 'loss',
      hue: 'grey',
      x: upTo(net.losses.length),
      y: net.losses,
      smooth: batch < 512 ? 20 : 1,
    };
    const panels = () => [
      {
        kind: 'lines' as const,
        title: 'Sharpness: λmax of the Hessian',
        x: { label: 'step', domain: [0, steps] as const },
        y: { label: 'λmax', kind: 'linear' as const },
        lines: [{ name: 'λmax', hue: 'plain', x: at, y: [...sharpness] }],
        baselines: [{ value: threshold, label: '2/η' }],
        timed: true,
      },
      {
        kind: 'lines' as const,
        title: 'Training loss',
        x: { label: 'step', domain: [0, steps] as const },
        y: { label: 'loss (nats)', kind: 'log' as const },
        lines: [loss],
        timed: true,
      },
    ];
    tools.show({ panels: panels(), rows: [] });
    await each(net.checkpoints, tools, async (state, index) => {
      const { largest } = await hessianSpectrum(pointOf({ ...net, state }, 512), tools.executor, {
        largest: 1,
        smallest: 0,
        tolerance: 1e-2,
        maxSteps: 40,
      });
      sharpness[index] = largest[0]!.value;
      tools.show({ panels: panels(), rows: [] });
    });
    const last = sharpness.slice(Math.floor(0.75 * sharpness.length)).filter(Number.isFinite);
    const mean = last.reduce((a, b) => a + b, 0) / last.length;
    return {
      panels: panels(),
      time: at,
      rows: [
        {
          name: `η = ${rate}, batch ${batch}`,
          hue: 'plain',
          values: {
            sharpness: mean,
            ratio: mean / threshold,
            loss: net.losses.slice(-20).reduce((a, b) => a + b, 0) / 20,
          },
        },
      ],
    };
  },
});
