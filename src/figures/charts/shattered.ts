import { shatteredGradients } from '@/engine/flow/shattered';
import { defineChart, type Line, numberColumn } from '../chart/definition';
import { each, numbers, pointOf, untrained } from './trained';

const KINDS = [
  { name: 'plain, 4 layers', hue: 'grey', skip: false, shallow: true, branchScale: 1 },
  { name: 'plain', hue: 'plain', skip: false, shallow: false, branchScale: 1 },
  { name: 'skip', hue: 'skip', skip: true, shallow: false, branchScale: 1 },
  { name: 'skip, scaled by 1/√B', hue: 'green', skip: true, shallow: false, branchScale: 'depth' },
] as const;

/** How alike the gradients by nearby inputs are. */
export const shattered = defineChart({
  id: 'shattered',
  statements: [7],
  defaults: { depth: 56, width: 64, seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [8, 20, 32, 56] },
    { kind: 'choice', key: 'width', label: 'Width', options: [16, 64, 128] },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    near: numberColumn(
      'alike at 1/50 of the way',
      'Mean cosine between gradients by inputs a fiftieth of the line apart',
      2,
    ),
    half: numberColumn('half alike up to', 'Distance at which the mean cosine falls to ½', 2),
  },
  seed: 'seed',
  verb: 'Measure',
  async measure({ depth, width, seed }, tools) {
    const results = await each(KINDS, tools, async ({ skip, shallow, branchScale }) => {
      const net = await untrained(
        {
          network: {
            family: 'mlp',
            depth: shallow ? 4 : depth,
            width,
            skip,
            norm: 'batch',
            branchScale,
          },
          seed,
        },
        tools,
      );
      const { x, labels } = net.dataset.train;
      const size = x.length / labels.length;
      // A line between two images of different classes.
      const other = labels.findIndex((label) => label !== labels[0]);
      return shatteredGradients(pointOf(net), tools.executor, {
        from: x.slice(0, size),
        to: x.slice(other * size, (other + 1) * size),
        label: labels[0]!,
      });
    });
    const lines = results.map(
      ({ distances, correlations }, i): Line => ({
        name: KINDS[i]!.name,
        hue: KINDS[i]!.hue,
        x: numbers(distances),
        y: numbers(correlations),
      }),
    );
    return {
      panels: [
        {
          kind: 'lines',
          title: 'Likeness of gradients along a line',
          x: { label: 'distance between the inputs' },
          y: { label: 'mean cosine', domain: [-0.2, 1] },
          lines,
          baselines: [{ value: 0, label: 'white noise' }],
        },
      ],
      rows: lines.map(({ name, hue, x, y }) => {
        const half = y.findIndex((cosine) => cosine < 0.5);
        return {
          name,
          ...(hue && { hue }),
          values: { near: y[5], half: half < 0 ? undefined : x[half] },
        };
      }),
    };
  },
});
