import type { Claim } from '../claim';
import type { Perform } from '../jobs/jobs';
import type { PathResult } from '../jobs/path';
import { bare } from './nets';

/** Of a direction drawn at random in the plane. */
const RANDOM = 2 / Math.PI;
const CONDITIONS = [
  'moons, skip connections',
  'Fashion-MNIST, skip connections',
  'Fashion-MNIST, plain',
] as const;
const SETUP =
  '8 layers without normalisation, width 16, branches scaled by 1/√blocks; momentum 0.9 at the constant rate 0.03, batch 128, 2,000 steps. 60 points of the path in the plane of its two principal components (from the end); all training samples.';
const ANGLE =
  '|cos| of the angle between step and gradient within the plane, mean over the steps (1: perpendicular to the contours, 0: along them; 2/π = 0.64: at random)';

function pathOf(condition: string, seed: number, weightDecay: number, perform: Perform) {
  const [data, kind] = condition.split(', ') as [string, string];
  const experiment = bare({
    data,
    depth: 8,
    skip: kind === 'skip connections',
    seed,
    training: { weightDecay, batch: 128, schedule: { name: 'constant' } },
  });
  return perform('path', { experiment, points: 60 });
}

function meanOf(values: PathResult['againstLoss']): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export const statement6: readonly Claim[] = [
  {
    id: 'decay-perpendicular',
    statement: 6,
    text: 'Weight decay makes the path more perpendicular to the contours of the loss.',
    source: 'Lecture, statement 6',
    setup: `${SETUP} Weight decay 0.005 against 0.`,
    measure: `${ANGLE}; contours of the cross-entropy, with decay minus without`,
    unit: 'cosine',
    direction: 'above',
    boundary: 0,
    refutedBy: 'With weight decay the path runs as parallel to the contours, or more.',
    expected: 'contradicted',
    seeds: { full: 10, quick: 3 },
    conditions: CONDITIONS,
    figure: 'chapters/weight-decay/#weight-decay',
    async observe(condition, seed, perform) {
      const angle = async (decay: number) =>
        meanOf((await pathOf(condition, seed, decay, perform)).againstLoss);
      return [(await angle(5e-3)) - (await angle(0))];
    },
  },
  {
    id: 'parallel-without-decay',
    statement: 6,
    text: 'Without weight decay the path runs rather along the contours than across them.',
    source: 'Lecture, statement 6',
    setup: `${SETUP} No weight decay.`,
    measure: `${ANGLE}; contours of the cross-entropy`,
    unit: 'cosine',
    direction: 'below',
    boundary: RANDOM,
    refutedBy: 'Without weight decay the path is more perpendicular than a random direction.',
    expected: 'contradicted',
    seeds: { full: 10, quick: 3 },
    conditions: CONDITIONS,
    figure: 'chapters/weight-decay/#weight-decay',
    async observe(condition, seed, perform) {
      return [meanOf((await pathOf(condition, seed, 0, perform)).againstLoss)];
    },
  },
  {
    id: 'parallel-with-decay',
    statement: 6,
    text: 'With weight decay paths turn nearly parallel to the contours of the loss.',
    source: 'Li et al. 2018, section 7',
    setup: `${SETUP} Weight decay 0.005.`,
    measure: `${ANGLE}; contours of the cross-entropy`,
    unit: 'cosine',
    direction: 'below',
    boundary: RANDOM,
    refutedBy: 'With weight decay the path is no more parallel than a random direction.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: CONDITIONS,
    figure: 'chapters/weight-decay/#weight-decay',
    async observe(condition, seed, perform) {
      return [meanOf((await pathOf(condition, seed, 5e-3, perform)).againstLoss)];
    },
  },
  {
    id: 'perpendicular-to-what-is-minimised',
    statement: 6,
    text: 'With weight decay the path stays perpendicular to the contours of what is minimised, loss plus decay.',
    source: 'Our own reading of statement 6',
    setup: `${SETUP} Weight decay 0.005.`,
    measure: `${ANGLE}; contours of the cross-entropy plus ½·0.005·‖θ‖²`,
    unit: 'cosine',
    direction: 'above',
    boundary: RANDOM,
    refutedBy: 'The path is no more perpendicular to those contours than a random direction.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: CONDITIONS,
    figure: 'chapters/weight-decay/#weight-decay',
    async observe(condition, seed, perform) {
      return [meanOf((await pathOf(condition, seed, 5e-3, perform)).againstObjective)];
    },
  },
  {
    id: 'perpendicular-early',
    statement: 6,
    text: 'In its first tenth the path is perpendicular to the contours of the loss, with weight decay, too.',
    source: 'Li et al. 2018, section 7',
    setup: `${SETUP} Weight decay 0.005.`,
    measure: `${ANGLE}; contours of the cross-entropy, first 6 steps`,
    unit: 'cosine',
    direction: 'above',
    boundary: RANDOM,
    refutedBy: 'The path is no more perpendicular at first than a random direction.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: CONDITIONS,
    figure: 'chapters/weight-decay/#weight-decay',
    async observe(condition, seed, perform) {
      return [meanOf((await pathOf(condition, seed, 5e-3, perform)).againstLoss.slice(0, 6))];
    },
  },
];
