import type { Dataset } from '../data/dataset';
import { lengthIs } from '../errors';
import type { Executor, Samples } from '../executor';
import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';
import type { TrainingState } from './train';

/** Mean cross-entropy, in nats, and the share of samples classified wrong. */
export interface Score {
  readonly loss: number;
  readonly error: number;
}

export interface Evaluation {
  readonly train: Score;
  readonly test: Score;
}

/** Measures a network on all training and test samples, with the running statistics of training. */
export async function evaluate(
  spec: NetworkSpec,
  state: TrainingState,
  dataset: Dataset,
  executor: Executor,
): Promise<Evaluation> {
  lengthIs('The parameters of the network to evaluate', state.parameters, layoutOf(spec).size);
  const [train, test] = await Promise.all(
    [dataset.train, dataset.test].map((samples) => score(spec, state, samples, executor)),
  );
  return { train: train!, test: test! };
}

async function score(
  spec: NetworkSpec,
  { parameters, running }: TrainingState,
  samples: Samples,
  executor: Executor,
): Promise<Score> {
  // A slice of one point, its centre.
  const { losses, accuracies } = await executor.sliceLosses({
    spec,
    samples,
    statistics: 'frozen',
    centre: parameters,
    directions: new Float32Array(parameters.length),
    dimensions: 1,
    points: new Float32Array(1),
    running,
  });
  return { loss: losses[0]!, error: 1 - accuracies[0]! };
}
