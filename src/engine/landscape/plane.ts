import type { Dataset } from '../data/dataset';
import { InputError } from '../errors';
import type { Samples } from '../executor';
import type { Experiment } from '../experiment/schema';
import type { NetworkSpec } from '../network/spec';
import type { TrainingState } from '../training/train';
import { normaliseDirection, randomDirection } from './directions';
import type { Plane } from './slice';

const subsets = new WeakMap<Samples, Map<number, Samples>>();

/** @returns the first `count` samples; the same object for the same request, so uploads are kept. */
export function firstSamples(samples: Samples, count: number): Samples {
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

/**
 * The plane through a network along random, normalised directions (Li et al. 2018, section 4).
 * Plain and residual networks of one experiment get the same random directions.
 */
export function planeOf(
  { landscape }: Experiment,
  spec: NetworkSpec,
  state: TrainingState,
  dataset: Dataset,
): Plane {
  const dimensions = landscape.points[1] > 1 ? 2 : 1;
  const directions = Array.from({ length: dimensions }, (_, index) =>
    normaliseDirection(
      randomDirection(spec, landscape.seed, index),
      state.parameters,
      spec,
      landscape.normalisation,
      { biasAndNorm: landscape.biasAndNorm },
    ),
  );
  const split = landscape.split === 'train' ? dataset.train : dataset.test;
  return {
    spec,
    centre: state.parameters,
    directions,
    samples: firstSamples(split, landscape.samples),
    statistics: landscape.statistics,
    running: state.running,
  };
}
