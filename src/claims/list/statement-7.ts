import type { ExperimentInput } from '@/engine/experiment/schema';
import type { Claim } from '../claim';
import type { Perform } from '../jobs/jobs';
import { BOTH, bare, normed } from './nets';

const RATIO =
  'log₁₀ of ‖∂L/∂h‖ at the stem over that at the last block, before training (0: carried on as it is)';
const SETUP = '56 layers, width 16, 256 training samples, no training.';

/** log₁₀ of the ratio of activation gradients, first to last. */
async function ratio(experiment: ExperimentInput, perform: Perform): Promise<number> {
  return (await perform('gradients', { experiment, samples: 256 })).logRatio;
}

const SMALL = { scheme: 'uniform' } as const;

export const statement7: readonly Claim[] = [
  {
    id: 'plain-gradients-vanish',
    statement: 7,
    text: 'From small initial values (uniform, ±1/√fan_in) the gradient of a plain network vanishes: by more than three orders of magnitude.',
    source: 'Lecture, statement 7; Bengio et al. 1994',
    setup: `${SETUP} No normalisation.`,
    measure: RATIO,
    unit: 'decades',
    direction: 'below',
    boundary: -3,
    refutedBy: 'The gradient arrives at the stem within three orders of magnitude.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#gradient-flow',
    async observe(data, seed, perform) {
      return [await ratio(bare({ data, depth: 56, skip: false, seed, init: SMALL }), perform)];
    },
  },
  {
    id: 'skips-stop-vanishing',
    statement: 7,
    text: 'With skip connections it does not: it stays within a factor of ten.',
    source: 'Lecture, statement 7',
    setup: `${SETUP} No normalisation, the same initial values, branches not scaled.`,
    measure: `|${RATIO}|`,
    unit: 'decades',
    direction: 'below',
    boundary: 1,
    refutedBy: 'The gradient changes by more than a factor of ten.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#gradient-flow',
    async observe(data, seed, perform) {
      const net = { data, depth: 56, skip: true, seed, init: SMALL, branchScale: 1 };
      return [Math.abs(await ratio(bare(net), perform))];
    },
  },
  {
    id: 'skips-stop-exploding',
    statement: 7,
    text: 'Skip connections alone make exploding less of a problem: from He’s initial values the gradient changes by fewer orders of magnitude than in a plain network.',
    source: 'Lecture, statement 7',
    setup: `${SETUP} No normalisation, He initialisation, branches not scaled.`,
    measure: `|${RATIO}|, skip minus plain`,
    unit: 'decades',
    direction: 'below',
    boundary: 0,
    refutedBy: 'With skip connections the gradient changes by as much or more: it explodes.',
    expected: 'contradicted',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#gradient-flow',
    async observe(data, seed, perform) {
      const of = async (skip: boolean) =>
        Math.abs(await ratio(bare({ data, depth: 56, skip, seed, branchScale: 1 }), perform));
      return [(await of(true)) - (await of(false))];
    },
  },
  {
    id: 'scaled-skips-carry',
    statement: 7,
    text: 'With branches scaled by 1/√blocks and He’s initial values the gradient stays within a factor of ten.',
    source: 'De & Smith 2020',
    setup: `${SETUP} No normalisation, He initialisation.`,
    measure: `|${RATIO}|`,
    unit: 'decades',
    direction: 'below',
    boundary: 1,
    refutedBy: 'The gradient changes by more than a factor of ten.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#gradient-flow',
    async observe(data, seed, perform) {
      return [Math.abs(await ratio(bare({ data, depth: 56, skip: true, seed }), perform))];
    },
  },
  {
    id: 'batch-norm-explodes-plain',
    statement: 7,
    text: 'With batch normalisation the gradient of a plain network does not vanish but explodes, by more than a factor of ten.',
    source: 'Yang et al. 2019',
    setup: `${SETUP} Batch normalisation, He initialisation.`,
    measure: RATIO,
    unit: 'decades',
    direction: 'above',
    boundary: 1,
    refutedBy: 'The gradient vanishes or stays.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#gradient-flow',
    async observe(data, seed, perform) {
      return [await ratio(normed({ data, depth: 56, skip: false, seed }), perform)];
    },
  },
  {
    id: 'stronger-is-smoother',
    statement: 7,
    text: 'The smoother network is the one with the stronger gradients: with batch normalisation ‖∂L/∂θ‖ is larger with skip connections.',
    source: 'Lecture, statement 7 (“stronger gradients, i.e. smoother”)',
    setup: '32 layers, width 16, batch normalisation, 256 training samples, no training.',
    measure: 'log₁₀ of the ratio of ‖∂L/∂θ‖, skip to plain',
    unit: 'decades',
    direction: 'above',
    boundary: 0,
    refutedBy: 'The rough plain network has the stronger gradients.',
    expected: 'contradicted',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#gradient-flow',
    async observe(data, seed, perform) {
      const norm = async (skip: boolean) =>
        (await perform('gradients', { experiment: normed({ data, skip, seed }), samples: 256 }))
          .parameters;
      return [Math.log10((await norm(true)) / (await norm(false)))];
    },
  },
];
