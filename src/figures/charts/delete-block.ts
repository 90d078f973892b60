import { blockCount, deleteBlock as without } from '@/engine/network/surgery';
import { evaluate } from '@/engine/training/evaluate';
import { defineChart, percentColumn } from '../chart/definition';
import { mean, trained, upTo } from './trained';

const KINDS = [
  { name: 'plain', hue: 'plain', skip: false },
  { name: 'with skips', hue: 'skip', skip: true },
] as const;

/** Take one block out of a trained network, and look at its test error (Veit et al. 2016). */
export const deleteBlock = defineChart({
  id: 'delete-block',
  statements: [7],
  defaults: { depth: 20, width: 16, seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [8, 20, 32] },
    { kind: 'choice', key: 'width', label: 'Width', options: [16, 32] },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    whole: percentColumn('test error, whole', 'Of the network as trained'),
    without: percentColumn('without one block', 'Mean over all choices of the block'),
    worst: percentColumn(
      'without the one that matters most',
      'Largest over all choices of the block',
    ),
  },
  seed: 'seed',
  verb: 'Train and delete',
  async measure({ depth, width, seed }, tools) {
    const results = await Promise.all(
      KINDS.map(async ({ skip }) => {
        const net = await trained(
          { network: { family: 'mlp', depth, width, skip }, training: { steps: 1500 }, seed },
          tools,
        );
        const { spec, state, dataset } = net;
        if (spec.family !== 'mlp') throw new Error('Blocks are deleted from dense networks.');
        const { test } = await evaluate(spec, state, dataset, tools.executor);
        const errors: number[] = [];
        for (const block of upTo(blockCount(spec))) {
          const cut = without(
            { spec, parameters: state.parameters, running: state.running },
            block,
          );
          const score = await evaluate(cut.spec, { ...state, ...cut }, dataset, tools.executor);
          errors.push(score.test.error);
        }
        tools.progress(0.5 + 0.5 * Number(skip));
        return { whole: test.error, errors };
      }),
    );
    return {
      panels: [
        {
          kind: 'lines',
          title: 'Test error with one block taken out',
          x: { label: 'which block' },
          y: { label: 'test error', domain: [0, 1] },
          lines: results.flatMap(({ errors, whole }, i) => [
            { name: KINDS[i]!.name, hue: KINDS[i]!.hue, x: upTo(errors.length), y: errors },
            {
              name: `${KINDS[i]!.name}, whole`,
              hue: KINDS[i]!.hue,
              dashed: true,
              x: [0, errors.length - 1],
              y: [whole, whole],
            },
          ]),
          baselines: [{ value: 0.9, label: 'chance' }],
        },
      ],
      rows: results.map(({ whole, errors }, i) => ({
        name: KINDS[i]!.name,
        hue: KINDS[i]!.hue,
        values: { whole, without: mean(errors), worst: Math.max(...errors) },
      })),
    };
  },
});
