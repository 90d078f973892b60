import type { Claim } from '../claim';
import { BOTH, NORMED_WORDS, normed, VIEW } from './nets';

export const statement2: readonly Claim[] = [
  {
    id: 'skip-smoother',
    statement: 2,
    text: 'At 32 layers the surface of a plain network is rougher than with skip connections.',
    source: 'Lecture, statement 2; Li et al. 2018, section 5',
    setup: `32 layers. ${NORMED_WORDS}`,
    measure: 'log₁₀ of the ratio of the roughness Lap, plain to skip (1 is ten times)',
    unit: 'decades',
    direction: 'above',
    boundary: 0,
    refutedBy: 'The plain network’s surface is as smooth or smoother.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#skip-or-no-skip',
    async observe(data, seed, perform) {
      const of = async (skip: boolean) =>
        (await perform('train', { experiment: normed({ data, skip, seed }), views: VIEW }))
          .surfaces[0]!.laplacian;
      return [Math.log10((await of(false)) / (await of(true)))];
    },
  },
  {
    id: 'skip-smoother-at-matched-loss',
    statement: 2,
    text: 'The plain network’s surface is rougher even where the skip network is stopped at the plain one’s training loss.',
    source: 'Our own control of statement 2',
    setup: `32 layers. ${NORMED_WORDS} The skip network stops once the mean loss of 20 batches is down to the plain network’s last 20.`,
    measure: 'log₁₀ of the ratio of the roughness Lap, plain to skip, at matched training loss',
    unit: 'decades',
    direction: 'above',
    boundary: 0,
    refutedBy: 'At equal loss both are equally rough: the difference is one of progress alone.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/skip-connections/#fair-comparison',
    async observe(data, seed, perform) {
      const plain = await perform('train', {
        experiment: normed({ data, skip: false, seed }),
        views: VIEW,
      });
      if (!Number.isFinite(plain.recentLoss)) return undefined;
      const skip = await perform('train', {
        experiment: normed({ data, skip: true, seed, training: { stopLoss: plain.recentLoss } }),
        views: VIEW,
      });
      return [Math.log10(plain.surfaces[0]!.laplacian / skip.surfaces[0]!.laplacian)];
    },
  },
  {
    id: 'skip-smoother-at-initialisation',
    statement: 2,
    text: 'The plain network’s surface is rougher before the first step already.',
    source: 'Our own control of statement 2',
    setup: `56 layers, no training. ${NORMED_WORDS}`,
    measure: 'unevenness EV, plain minus skip, at the initial values',
    unit: 'unevenness',
    direction: 'above',
    boundary: 0,
    refutedBy: 'The difference only appears in training.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/skip-connections/#fair-comparison',
    async observe(data, seed, perform) {
      const of = async (skip: boolean) =>
        (
          await perform('train', {
            experiment: normed({ data, depth: 56, skip, seed, training: { steps: 0 } }),
            views: VIEW,
          })
        ).surfaces[0]!.ev;
      return [(await of(false)) - (await of(true))];
    },
  },
  {
    id: 'gradient-shows-the-way',
    statement: 2,
    text: 'With skip connections the downhill direction points more towards where training ends.',
    source: 'Lecture, statement 2',
    setup: `32 layers. ${NORMED_WORDS} At 20 evenly spaced checkpoints: −∇L over all training samples against θ_end − θ.`,
    measure: 'mean cosine over the checkpoints, skip minus plain',
    unit: 'cosine',
    direction: 'above',
    boundary: 0,
    refutedBy: 'The plain network’s gradients point as well.',
    expected: 'unknown',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/skip-connections/#direction',
    async observe(data, seed, perform) {
      const of = async (skip: boolean) => {
        const experiment = normed({ data, skip, seed });
        const { cosines } = await perform('descent', { experiment, checkpoints: 20 });
        return cosines.reduce((a, b) => a + b, 0) / cosines.length;
      };
      return [(await of(true)) - (await of(false))];
    },
  },
  {
    id: 'smoother-means-lower',
    statement: 2,
    text: 'At 32 layers the network with skip connections ends at a lower training loss.',
    source: 'Lecture, statement 2 (good minima)',
    setup: `32 layers. ${NORMED_WORDS}`,
    measure: 'loss of the last 20 batches in nats, skip minus plain',
    unit: 'nats',
    direction: 'below',
    boundary: 0,
    refutedBy: 'The plain network gets as low.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#skip-or-no-skip',
    async observe(data, seed, perform) {
      const of = async (skip: boolean) =>
        (await perform('train', { experiment: normed({ data, skip, seed }), views: VIEW }))
          .recentLoss;
      return [(await of(true)) - (await of(false))];
    },
  },
];
