import { hessianSpectrum } from '../curvature/spectrum';
import type { Dataset } from '../data/dataset';
import { InputError, integerIn, lengthIs, oneOf } from '../errors';
import type { Executor, Samples } from '../executor';
import type { Experiment } from '../experiment/schema';
import { gradientAt, type NetworkPoint } from '../gradients';
import { norm } from '../linear/vectors';
import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';
import type { TrainingState } from '../training/train';
import { pca } from '../trajectory/pca';
import { orthonormal } from '../trajectory/project';
import { directionTowards, normaliseDirection, randomDirection } from './directions';
import type { Plane } from './slice';

const subsets = new WeakMap<Samples, Map<number, Samples>>();

/** @returns the first `count` samples; the same object for the same request, so uploads are kept. */
export function firstSamples(samples: Samples, count: number): Samples {
  integerIn('The number of samples', count, 1, 2 ** 31);
  if (count === samples.count) return samples;
  if (count > samples.count) {
    throw new InputError(`${count} samples were asked for, but there are ${samples.count}.`);
  }
  let known = subsets.get(samples);
  if (!known) subsets.set(samples, (known = new Map()));
  let subset = known.get(count);
  if (!subset) {
    const inputs = samples.x.length / samples.count;
    subset = {
      x: samples.x.slice(0, count * inputs),
      labels: samples.labels.slice(0, count),
      count,
    };
    known.set(count, subset);
  }
  return subset;
}

/** What directions other than random ones are made from. */
export interface PlaneSources {
  readonly executor: Executor;
  /** Points of the training path [T][P], in order, for `pca`. */
  readonly path?: readonly Float32Array[] | undefined;
  /** Another solution of the same network [P], for `solution`. */
  readonly other?: Float32Array | undefined;
}

/**
 * The plane (or line) through a network that an experiment asks for.
 *
 * - random: Gaussian directions (Li et al. 2018, section 4); plain and residual networks of one
 *   experiment get the same numbers
 * - solution: from the network, at 0, to another solution, at 1 (Goodfellow et al. 2015), and a
 *   random direction at right angles to that, of its length
 * - pca: the principal components of the path's displacements from its last point (ibid., section
 *   7.2), both in units of its largest coordinate, so that the path fits [−1, 1]²
 * - hessian: the eigenvectors of the largest eigenvalue and of the smallest, of unit length
 * - gradient: the gradient at the network, and a random direction at right angles to it, of unit
 *   length
 *
 * Then all are normalised as the experiment says.
 *
 * @throws InputError where there is no path to take components of, no other solution or no gradient.
 */
export async function planeOf(
  { landscape }: Experiment,
  spec: NetworkSpec,
  state: TrainingState,
  dataset: Dataset,
  sources: PlaneSources,
): Promise<Plane> {
  const split = landscape.split === 'train' ? dataset.train : dataset.test;
  const at = {
    spec,
    samples: firstSamples(split, landscape.samples),
    statistics: landscape.statistics,
    running: state.running,
  };
  const count = landscape.points[1] > 1 ? 2 : 1;
  const raw = await rawDirections(
    landscape,
    count,
    { ...at, parameters: state.parameters },
    sources,
  );
  const directions = raw.map((direction) =>
    normaliseDirection(direction, state.parameters, spec, landscape.normalisation, {
      biasAndNorm: landscape.biasAndNorm,
    }),
  );
  return { ...at, centre: state.parameters, directions };
}

const DIRECTIONS = ['random', 'solution', 'pca', 'hessian', 'gradient'] as const;

async function rawDirections(
  { directions, seed }: Experiment['landscape'],
  count: 1 | 2,
  point: NetworkPoint,
  { executor, path, other }: PlaneSources,
): Promise<Float32Array[]> {
  switch (oneOf('The directions', directions, DIRECTIONS)) {
    case 'random':
      return Array.from({ length: count }, (_, index) => randomDirection(point.spec, seed, index));
    case 'solution':
      return towards(other, point, count, seed);
    case 'pca':
      return pathDirections(path, count);
    case 'hessian': {
      const spectrum = await hessianSpectrum(point, executor, {
        largest: 1,
        smallest: count - 1,
        vectors: true,
        seed,
      });
      return [...spectrum.largest, ...spectrum.smallest].map(({ vector }) => vector!);
    }
    case 'gradient': {
      const { gradient } = await gradientAt(point, executor);
      if (!(norm(gradient) > 0)) {
        throw new InputError(
          'The gradient is 0 at this network, so it has no direction. Choose other directions.',
        );
      }
      return withAcross(gradient, point.spec, count, seed);
    }
  }
}

function towards(
  other: Float32Array | undefined,
  { spec, parameters }: NetworkPoint,
  count: 1 | 2,
  seed: number,
): Float32Array[] {
  if (!other) {
    throw new InputError(
      'A direction towards another solution needs one, but none came: train a second network.',
    );
  }
  const direction = directionTowards(parameters, other);
  const length = norm(direction);
  if (!(length > 0) || !Number.isFinite(length)) {
    throw new InputError(
      'Another solution was expected, but the one that came is not finite or the network itself.',
    );
  }
  return withAcross(direction, spec, count, seed).map((d) => d.map((value) => value * length));
}

/** A direction, and if two are wanted a random one at right angles to it, of unit length. */
function withAcross(direction: Float32Array, spec: NetworkSpec, count: 1 | 2, seed: number) {
  const across = count > 1 ? [randomDirection(spec, seed, 1)] : [];
  return orthonormal([direction, ...across]).map((d) => Float32Array.from(d));
}

function pathDirections(path: readonly Float32Array[] | undefined, count: 1 | 2): Float32Array[] {
  if (!path || path.length <= count) {
    throw new InputError(
      `Principal components need a path of at least ${count + 1} checkpoints, but ${path?.length ?? 0} came. Set training.checkpointEvery, and train first.`,
    );
  }
  const { directions, coordinates } = pca(path, { centred: false, count });
  const extent = Math.max(...coordinates.flat().map(Math.abs));
  return directions.map((direction) => direction.map((value) => value * extent));
}

/**
 * The line from one network to another, at 0 and 1, or the plane through three, the third at
 * (0, 1). Its statistics are the samples' own; see interpolation.ts for running ones.
 */
export function planeThrough(
  spec: NetworkSpec,
  networks: readonly [Float32Array, Float32Array, Float32Array?],
  samples: Samples,
): Plane {
  const [centre, ...others] = networks;
  lengthIs('The parameters of a network of this spec', centre, layoutOf(spec).size);
  return {
    spec,
    centre,
    directions: others.filter((other) => !!other).map((other) => directionTowards(centre, other)),
    samples,
    statistics: 'batch',
    running: new Float32Array(layoutOf(spec).statisticsSize),
  };
}
