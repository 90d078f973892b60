import { gradientFlow } from '@/engine/flow/gradient-flow';
import type { InitScheme } from '@/engine/network/initialise';
import type { ChartData } from '../chart/definition';
import { defineChart, type Line, numberColumn } from '../chart/definition';
import { each, mean, pointOf, trained, untrained, upTo } from './trained';

const SCHEMES: readonly { scheme: InitScheme; gain: number; name: string; hue: string }[] = [
  { scheme: 'zeros', gain: 1, name: 'zeros', hue: 'orange' },
  { scheme: 'normal', gain: 1, name: 'small normal', hue: 'grey' },
  { scheme: 'xavier', gain: 1, name: 'Xavier', hue: 'green' },
  { scheme: 'he', gain: 1, name: 'He', hue: 'skip' },
  { scheme: 'orthogonal', gain: Math.SQRT2, name: 'orthogonal × √2', hue: 'purple' },
  { scheme: 'he', gain: 2, name: 'He × 2', hue: 'plain' },
];

const STEPS = 400;

/** How large signals and gradients are, layer by layer, before the first step; then what training makes of it. */
export const initialisation = defineChart({
  id: 'initialisation',
  statements: [1],
  defaults: { depth: 20, skip: false, activation: 'relu' as 'relu' | 'tanh', seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [4, 8, 20, 32, 56] },
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
      key: 'activation',
      label: 'Activation',
      options: ['relu', 'tanh'],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    signal: numberColumn(
      'signal, powers of ten',
      'log₁₀ of the root mean square of the last block’s output over the stem’s: 0 is kept',
      2,
    ),
    gradient: numberColumn(
      'gradient, powers of ten',
      'log₁₀ of ‖∂L/∂h‖ at the stem over that at the last block: 0 is kept',
      2,
    ),
    loss: numberColumn(
      'loss after training',
      `Mean loss of the last 20 of ${STEPS} batches, in nats; chance is 2.30`,
    ),
  },
  headline: ['signal', 'loss'],
  seed: 'seed',
  verb: 'Measure',
  async measure({ depth, skip, activation, seed }, tools) {
    const input = ({ scheme, gain }: (typeof SCHEMES)[number]) => ({
      network: {
        family: 'mlp' as const,
        depth,
        skip,
        norm: 'none' as const,
        activation,
        branchScale: 1,
      },
      init: { scheme, gain },
      training: { optimiser: 'momentum' as const, learningRate: 0.03, steps: STEPS },
      seed,
    });
    const flows = await Promise.all(
      SCHEMES.map(async (scheme) =>
        gradientFlow(pointOf(await untrained(input(scheme), tools)), tools.executor),
      ),
    );
    const panels = (losses: readonly Line[]): ChartData['panels'] => [
      {
        kind: 'lines',
        title: 'Forward: size of the signal',
        x: { label: 'block' },
        y: { label: 'root mean square of h', kind: 'log' },
        lines: flows.map(({ outputs }, i) => ({
          name: SCHEMES[i]!.name,
          hue: SCHEMES[i]!.hue,
          x: upTo(outputs.length),
          y: outputs.map(({ activation: size }) => size || Number.NaN),
        })),
      },
      {
        kind: 'lines',
        title: 'Backward: size of the gradient',
        x: { label: 'block' },
        y: { label: '‖∂L/∂h‖', kind: 'log' },
        lines: flows.map(({ outputs }, i) => ({
          name: SCHEMES[i]!.name,
          hue: SCHEMES[i]!.hue,
          x: upTo(outputs.length),
          y: outputs.map(({ gradient }) => gradient || Number.NaN),
        })),
      },
      {
        kind: 'lines',
        title: 'Then: training',
        x: { label: 'step', domain: [0, STEPS] },
        y: { label: 'batch loss (nats)', domain: [0, 3] },
        lines: losses,
        baselines: [{ value: Math.log(10), label: 'chance' }],
      },
    ];
    const known: Line[] = [];
    tools.show({ panels: panels(known), rows: [] });
    const losses = await each(SCHEMES, tools, async (scheme) => {
      const { losses: taken } = await trained(input(scheme), tools);
      known.push({
        name: scheme.name,
        hue: scheme.hue,
        x: upTo(taken.length),
        y: taken,
        smooth: 20,
      });
      tools.show({ panels: panels([...known]), rows: [] });
      return taken;
    });
    return {
      panels: panels(
        SCHEMES.map(({ name, hue }, i) => ({
          name,
          hue,
          x: upTo(losses[i]!.length),
          y: losses[i]!,
          smooth: 20,
        })),
      ),
      rows: SCHEMES.map(({ name, hue }, i) => {
        const { outputs } = flows[i]!;
        const [first, last] = [outputs[0]!, outputs[outputs.length - 1]!];
        return {
          name,
          hue,
          values: {
            signal: Math.log10(last.activation / first.activation),
            gradient: Math.log10(first.gradient / last.gradient),
            loss: losses[i]!.length < STEPS ? undefined : mean(losses[i]!.slice(-20)),
          },
        };
      }),
    };
  },
});
