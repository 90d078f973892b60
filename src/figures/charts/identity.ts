import { blockTerms } from '@/engine/flow/block-terms';
import { defineChart, numberColumn } from '../chart/definition';
import { mean, pointOf, trained, untrained, upTo } from './trained';

/** ∂L/∂x = ∂L/∂h·∂F/∂x + ∂L/∂h, term by term, on a live network. */
export const identity = defineChart({
  id: 'identity',
  statements: [7],
  defaults: { depth: 32, skip: true, norm: 'batch' as 'batch' | 'none', steps: 300, seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [8, 20, 32, 56] },
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
      kind: 'segments',
      key: 'steps',
      label: 'When',
      options: [
        { value: 0, label: 'before training' },
        { value: 300, label: 'after 300 steps' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [
    {
      kind: 'segments',
      key: 'norm',
      label: 'Normalisation',
      options: [
        { value: 'batch', label: 'batch norm' },
        { value: 'none', label: 'none' },
      ],
    },
  ],
  measures: {
    carried: numberColumn(
      'carried / total',
      'Mean over blocks of ‖∂L/∂h‖, carried on, over ‖∂L/∂x‖',
    ),
    branch: numberColumn('branch / total', 'Mean over blocks of ‖∂L/∂h·∂F/∂x‖ over ‖∂L/∂x‖'),
    mismatch: numberColumn(
      'largest error',
      'Largest ‖∂L/∂x − (branch + carried)‖/‖∂L/∂x‖: rounding, if the equation holds',
      2,
    ),
  },
  seed: 'seed',
  verb: 'Measure',
  async measure({ depth, skip, norm, steps, seed }, tools) {
    const input = {
      network: {
        family: 'mlp' as const,
        depth,
        skip,
        norm,
        branchScale: norm === 'none' ? ('depth' as const) : 1,
      },
      training: { steps },
      seed,
    };
    const net = steps > 0 ? await trained(input, tools) : await untrained(input, tools);
    const terms = await blockTerms(pointOf(net), tools.executor);
    tools.progress(1);
    const blocks = upTo(terms.length);
    const line = (name: string, hue: string, y: number[]) => ({ name, hue, x: blocks, y });
    return {
      panels: [
        {
          kind: 'lines',
          title: 'The terms of the backward pass, block by block',
          x: { label: 'block (0 is next to the input)' },
          y: { label: 'length over all samples', kind: 'log' },
          lines: [
            line(
              'total, ∂L/∂x',
              'grey',
              terms.map(({ total }) => total),
            ),
            line(
              'through the branch, ∂L/∂h·∂F/∂x',
              'plain',
              terms.map(({ branch }) => branch || Number.NaN),
            ),
            line(
              'carried on, ∂L/∂h',
              'skip',
              terms.map(({ carried }) => carried || Number.NaN),
            ),
          ],
        },
      ],
      rows: [
        {
          name: skip ? 'with skips' : 'plain',
          hue: skip ? 'skip' : 'plain',
          values: {
            carried: mean(terms.map(({ carried, total }) => carried / total)),
            branch: mean(terms.map(({ branch, total }) => branch / total)),
            mismatch: Math.max(...terms.map(({ mismatch }) => mismatch)),
          },
        },
      ],
    };
  },
});
