import type { ExperimentInput } from '@/engine/experiment/schema';
import { gradientAt } from '@/engine/gradients';
import { firstSamples } from '@/engine/landscape/plane';
import { norm } from '@/engine/linear/vectors';
import { initialState } from '@/engine/training/train';
import type { JobContext } from './jobs';
import { prepare } from './prepare';

export interface GradientsArgument {
  /** Its network is taken before training. */
  readonly experiment: ExperimentInput;
  /** How many training samples the loss is taken over. */
  readonly samples: number;
}

export interface GradientsResult {
  /** log₁₀(‖∂L/∂h_first‖ / ‖∂L/∂h_last‖): the stem's activation, and the last block's. */
  readonly logRatio: number;
  /** ‖∂L/∂θ‖ */
  readonly parameters: number;
}

/** The job `gradients`. */
export async function gradients(
  argument: GradientsArgument,
  context: JobContext,
): Promise<GradientsResult> {
  const { experiment, dataset, spec } = await prepare(argument.experiment, context);
  const { parameters, running } = initialState(experiment, spec);
  const { gradient, taps } = await gradientAt(
    {
      spec,
      samples: firstSamples(dataset.train, argument.samples),
      statistics: 'batch',
      parameters,
      running,
      taps: ['output'],
    },
    context.executor,
  );
  const lengths = taps.map((tap) => norm(tap.gradient));
  return {
    logRatio: Math.log10(lengths[0]! / lengths[lengths.length - 1]!),
    parameters: norm(gradient),
  };
}
