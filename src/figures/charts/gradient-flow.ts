import { gradientFlow as flowOf } from '@/engine/flow/gradient-flow';
import { defineChart, numberColumn } from '../chart/definition';
import { each, pointOf, untrained, upTo } from './trained';

const KINDS = [
  { name: 'plain', hue: 'plain', skip: false, norm: 'none', branchScale: 1 },
  { name: 'plain, batch norm', hue: 'orange', skip: false, norm: 'batch', branchScale: 1 },
  { name: 'skip', hue: 'purple', skip: true, norm: 'none', branchScale: 1 },
  { name: 'skip, scaled by 1/√B', hue: 'skip', skip: true, norm: 'none', branchScale: 'depth' },
  { name: 'skip, batch norm', hue: 'green', skip: true, norm: 'batch', branchScale: 1 },
] as const;

/** The gradient's size at every block, before the first step. */
export const gradientFlow = defineChart({
  id: 'gradient-flow',
  statements: [7],
  defaults: { depth: 56, init: 'he' as 'he' | 'uniform' | 'xavier', seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [8, 20, 32, 56] },
    {
      kind: 'choice',
      key: 'init',
      label: 'Initial values',
      options: [
        { value: 'he', label: 'He' },
        { value: 'xavier', label: 'Xavier' },
        { value: 'uniform', label: 'small uniform' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    decades: numberColumn(
      'first / last, powers of ten',
      'log₁₀ of ‖∂L/∂h‖ at the stem over that at the last block: below 0 it vanishes, above it explodes',
      2,
    ),
  },
  seed: 'seed',
  verb: 'Measure',
  async measure({ depth, init, seed }, tools) {
    const flows = await each(KINDS, tools, async ({ skip, norm, branchScale }) =>
      flowOf(
        pointOf(
          await untrained(
            {
              network: { family: 'mlp', depth, skip, norm, branchScale },
              init: { scheme: init },
              seed,
            },
            tools,
          ),
        ),
        tools.executor,
      ),
    );
    return {
      panels: [
        {
          kind: 'lines',
          title: 'The gradient on its way back',
          x: { label: 'block (0 is next to the input)' },
          y: { label: '‖∂L/∂h‖ / ‖∂L/∂h‖ at the end', kind: 'log' },
          lines: flows.map(({ outputs }, i) => ({
            name: KINDS[i]!.name,
            hue: KINDS[i]!.hue,
            x: upTo(outputs.length),
            y: outputs.map(
              ({ gradient }) => gradient / outputs[outputs.length - 1]!.gradient || Number.NaN,
            ),
          })),
          baselines: [{ value: 1, label: 'neither' }],
        },
      ],
      rows: flows.map(({ decades }, i) => ({
        name: KINDS[i]!.name,
        hue: KINDS[i]!.hue,
        values: { decades },
      })),
    };
  },
});
