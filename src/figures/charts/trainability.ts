import { prepare } from '@/claims/jobs/prepare';
import { initialState, train } from '@/engine/training/train';
import type { Region } from '@/plot/types';
import { type ChartData, defineChart, percentColumn } from '../chart/definition';
import { regionIn } from '../comparison/region';
import { depthScale } from './depth-scale';
import { each, upTo } from './trained';

/** Logarithmic axis from 10^low to 10^high. */
const powers = (low: number, high: number, n: number) =>
  upTo(n).map((i) => low + ((high - low) * i) / (n - 1));

/** What the map shows before the reader looks closer, in powers of ten. */
const WHOLE: Readonly<Record<'rate' | 'depth', Region>> = {
  rate: { x: [-0.5, 0.7], y: [-3, 0.5] },
  depth: { x: [-0.5, 0.7], y: [Math.log10(4), 2] },
};

/** Every pixel is a network trained from its initial values; the colour is the loss it reached. */
export const trainability = defineChart({
  id: 'trainability',
  statements: [1],
  defaults: {
    axes: 'rate' as 'rate' | 'depth',
    skip: false,
    activation: 'tanh' as 'tanh' | 'relu',
    depth: 16,
    pixels: 12,
    region: '',
    seed: 1,
  },
  controls: [
    {
      kind: 'segments',
      key: 'axes',
      label: 'Gain of the initial values against',
      options: [
        { value: 'rate', label: 'learning rate' },
        { value: 'depth', label: 'depth' },
      ],
    },
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
    { kind: 'choice', key: 'pixels', label: 'Pixels a side', options: [8, 12, 16, 24, 32] },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [
    { kind: 'segments', key: 'activation', label: 'Activation', options: ['tanh', 'relu'] },
    { kind: 'choice', key: 'depth', label: 'Depth, where it is no axis', options: [4, 8, 16, 32] },
    { kind: 'region', key: 'region', label: 'Region' },
  ],
  measures: {
    learn: percentColumn(
      'learn',
      'Share of the pixels that are not stuck: loss below 90% of chance',
    ),
    trained: percentColumn(
      'loss halved',
      'Share of the pixels whose loss fell below half of chance',
    ),
    diverged: percentColumn('diverged', 'Share of the pixels whose loss left the finite numbers'),
  },
  seed: 'seed',
  verb: 'Train all',
  async measure({ axes, skip, activation, depth, pixels, region, seed }, tools) {
    const { x, y } = regionIn(region) ?? WHOLE[axes];
    const gains = powers(x[0], x[1], pixels);
    const others = powers(y[0], y[1], pixels);
    const z = new Array<number>(pixels * pixels).fill(Number.NaN);
    let diverged = 0;
    const chance = Math.log(10);
    const theory =
      axes === 'depth' && activation === 'tanh' && !skip ? theoryOver(gains, others) : [];
    const now = (): ChartData => ({
      panels: [
        {
          kind: 'map',
          title: 'Loss after 150 steps',
          x: 'gain, powers of ten',
          y: axes === 'rate' ? 'learning rate, powers of ten' : 'layers, powers of ten',
          grid: { x: gains, y: others, z: [...z] },
          scale: { kind: 'linear', label: 'loss (nats)', low: 0.3, high: chance + 0.4 },
          paths: theory,
          zooms: 'region',
        },
      ],
      rows: [
        {
          name: skip ? 'with skips' : 'plain',
          hue: skip ? 'skip' : 'plain',
          values: {
            learn: z.filter((loss) => loss < 0.9 * chance).length / z.length,
            trained: z.filter((loss) => loss < chance / 2).length / z.length,
            diverged: diverged / z.length,
          },
        },
      ],
    });
    // Coarse to fine: every fourth pixel, then every second, then the rest.
    const order = upTo(z.length).sort((a, b) => stride(b, pixels) - stride(a, pixels));
    let shown = 0;
    await each(order, tools, async (index) => {
      const [i, j] = [index % pixels, Math.floor(index / pixels)];
      const layers = axes === 'depth' ? layersAt(others[j]!) : depth;
      const rate = axes === 'rate' ? 10 ** others[j]! : 0.01;
      const { experiment, spec, dataset } = await prepare(
        {
          dataset: { name: 'fashion', side: 7, train: 512, test: 64 },
          network: {
            family: 'mlp',
            depth: layers,
            skip,
            norm: 'none',
            activation,
            branchScale: 'depth',
          },
          init: { scheme: activation === 'tanh' ? 'xavier' : 'he', gain: 10 ** gains[i]! },
          training: {
            optimiser: 'momentum',
            learningRate: rate,
            steps: 150,
            schedule: { name: 'constant' },
          },
          seed,
        },
        tools,
      );
      let state = initialState(experiment, spec);
      const recent: number[] = [];
      let lost = false;
      for await (const progress of train(experiment, spec, dataset.train, tools.executor, {
        resume: state,
      })) {
        ({ state } = progress);
        recent.push(...progress.losses);
        lost = progress.end === 'diverged';
      }
      const last = recent.slice(-20);
      const loss = last.reduce((a, b) => a + b, 0) / last.length;
      if (lost) diverged++;
      z[index] = lost || !Number.isFinite(loss) ? 9.9 : loss;
      if (++shown % pixels === 0) tools.show(now());
    });
    return now();
  },
});

/** An even number, as the family has them, whatever a link asks for. */
function layersAt(power: number): number {
  return Math.max(2, Math.min(128, 2 * Math.round(10 ** power / 2)));
}

function stride(index: number, pixels: number): number {
  const [i, j] = [index % pixels, Math.floor(index / pixels)];
  return [4, 2].find((step) => i % step === 0 && j % step === 0) ?? 1;
}

/** Six correlation depths: how deep signals stay apart in theory, at infinite width. */
function theoryOver(gains: readonly number[], depths: readonly number[]) {
  const top = depths[depths.length - 1]!;
  const points = upTo(48).map((k) => {
    const gain = gains[0]! + ((gains[gains.length - 1]! - gains[0]!) * k) / 47;
    return { gain, depth: Math.log10(6 * depthScale(10 ** (2 * gain))) };
  });
  const within = points.filter(({ depth }) => depth >= depths[0]! && depth <= top);
  return [
    { gains: within.filter(({ gain }) => gain <= 0), name: 'theory, ordered' },
    { gains: within.filter(({ gain }) => gain > 0), name: 'theory, chaotic' },
  ]
    .filter(({ gains: points_ }) => points_.length > 1)
    .map(({ gains: points_, name }) => ({
      name,
      x: points_.map(({ gain }) => gain),
      y: points_.map(({ depth }) => depth),
    }));
}
