import type { ExperimentInput } from '@/engine/experiment/schema';
import { gradientAt } from '@/engine/gradients';
import { cosine, difference } from '@/engine/linear/vectors';
import type { JobContext } from './jobs';
import { prepare, trainToEnd } from './prepare';

export interface DescentArgument {
  readonly experiment: ExperimentInput;
  /** How many networks along the run, evenly spaced from the initial one. */
  readonly checkpoints: number;
}

export interface DescentResult {
  /** cos(−∇L(θ), θ_end − θ) at every checkpoint but the end. */
  readonly cosines: readonly number[];
}

/** The job `descent`. */
export async function descent(
  argument: DescentArgument,
  context: JobContext,
): Promise<DescentResult> {
  const prepared = await prepare(argument.experiment, context);
  const { training } = prepared.experiment;
  const checkpointEvery = Math.ceil(training.steps / argument.checkpoints);
  const experiment = { ...prepared.experiment, training: { ...training, checkpointEvery } };
  const { checkpoints } = await trainToEnd({ ...prepared, experiment }, context);
  const { parameters: end } = checkpoints.at(-1)!;
  const { spec, dataset } = prepared;
  const cosines: number[] = [];
  for (const { parameters, running } of checkpoints.slice(0, -1)) {
    const { gradient } = await gradientAt(
      { spec, samples: dataset.train, statistics: 'batch', parameters, running },
      context.executor,
    );
    cosines.push(cosine(gradient, difference(parameters, end)));
  }
  return { cosines };
}
