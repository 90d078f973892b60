import { interpolate } from '@/engine/landscape/interpolation';
import { firstSamples } from '@/engine/landscape/plane';
import { initialState } from '@/engine/training/train';
import { defineChart, numberColumn, percentColumn } from '../chart/definition';
import { numbers, trained, upTo } from './trained';

/** The straight line from one network to another. */
export const interpolation = defineChart({
  id: 'interpolation',
  statements: [3],
  defaults: { between: 'start' as 'start' | 'seeds' | 'batches', depth: 8, skip: false, seed: 1 },
  controls: [
    {
      kind: 'choice',
      key: 'between',
      label: 'From … to',
      options: [
        { value: 'start', label: 'initial value to solution' },
        { value: 'seeds', label: 'one solution to another seed’s' },
        { value: 'batches', label: 'small-batch to large-batch solution' },
      ],
    },
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
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    from: numberColumn('loss at 0', 'In nats, over 512 training samples'),
    to: numberColumn('loss at 1', 'In nats, over 512 training samples'),
    barrier: numberColumn(
      'barrier',
      'Highest loss between 0 and 1 over the straight line between the two ends, in nats',
    ),
    error: percentColumn(
      'test error at 1',
      'Share of 512 test samples that are classified wrongly',
    ),
  },
  headline: ['to', 'barrier'],
  seed: 'seed',
  verb: 'Train',
  async measure({ between, depth, skip, seed }, tools) {
    const input = (own: number, batch: number) => ({
      network: { family: 'mlp' as const, depth, skip },
      training: { steps: Math.round(48_000 / batch), batch, learningRate: 0.03 },
      seed: own,
    });
    const end = await trained(input(seed, between === 'batches' ? 512 : 64), tools);
    tools.progress(0.4);
    const start =
      between === 'start'
        ? initialState(end.experiment, end.spec)
        : (
            await trained(
              input(between === 'seeds' ? seed + 5000 : seed, between === 'batches' ? 16 : 64),
              tools,
            )
          ).state;
    tools.progress(0.8);
    const at = upTo(61).map((i) => -0.5 + (2 * i) / 60);
    const along = (samples: typeof end.dataset.train) =>
      interpolate(
        [start, end.state],
        at,
        end.spec,
        firstSamples(samples, 512),
        'batch',
        tools.executor,
      );
    const [train, test] = [await along(end.dataset.train), await along(end.dataset.test)];
    const loss = numbers(train.loss);
    const [from, to] = [loss[15]!, loss[45]!];
    const barrier = Math.max(
      ...loss.slice(15, 46).map((value, k) => value - (from + ((to - from) * k) / 30)),
    );
    const hue = skip ? 'skip' : 'plain';
    return {
      panels: [
        {
          kind: 'lines',
          title: 'Loss on the line',
          x: { label: 'position: 0 and 1 are the two networks' },
          y: { label: 'loss (nats)', kind: 'log' },
          lines: [
            { name: 'training', hue, x: at, y: loss },
            { name: 'test', hue, dashed: true, x: at, y: numbers(test.loss) },
          ],
        },
        {
          kind: 'lines',
          title: 'Errors on the line',
          x: { label: 'position' },
          y: { label: 'share wrong', domain: [0, 1] },
          lines: [
            { name: 'training', hue, x: at, y: numbers(train.accuracy).map((share) => 1 - share) },
            {
              name: 'test',
              hue,
              dashed: true,
              x: at,
              y: numbers(test.accuracy).map((share) => 1 - share),
            },
          ],
        },
      ],
      rows: [
        { name: 'the line', hue, values: { from, to, barrier, error: 1 - test.accuracy[45]! } },
      ],
    };
  },
});
