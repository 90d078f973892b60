import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedError } from '../errors';
import type { Implementation } from '../executor';
import {
  type KernelInputs,
  SLICE_LOSSES,
  type SliceLossesAttrs,
  type SliceLossesInputs,
  type SliceLossesOutputs,
  TRAIN_STEPS,
  type TrainStepsAttrs,
  type TrainStepsInputs,
  type TrainStepsOutputs,
} from './contract';
import { sliceLossesReference } from './reference/slice';
import { trainStepsReference } from './reference/train';

export interface ProgramOptions {
  /** `ops` keeps to the reference even where a kernel is registered. */
  readonly prefer?: Implementation;
}

/**
 * k steps for each of R replicas: the current backend's kernel where it serves the request, else
 * the reference. The caller owns inputs and outputs.
 */
export async function trainSteps(
  inputs: TrainStepsInputs,
  attrs: TrainStepsAttrs,
  options: ProgramOptions = {},
): Promise<TrainStepsOutputs & { implementation: Implementation }> {
  const tensors = runKernel(TRAIN_STEPS, inputs, attrs, options);
  if (!tensors) {
    return { ...(await trainStepsReference(inputs, attrs)), implementation: 'ops' };
  }
  const [parameters, slots, running, losses] = tensors as tf.Tensor2D[];
  return {
    parameters: parameters!,
    slots: slots!,
    running: running!,
    losses: losses!,
    implementation: 'kernel',
  };
}

/** Loss and accuracy at G points of each of R slices, by kernel or reference as above. */
export function sliceLosses(
  inputs: SliceLossesInputs,
  attrs: SliceLossesAttrs,
  options: ProgramOptions = {},
): SliceLossesOutputs & { implementation: Implementation } {
  const tensors = runKernel(SLICE_LOSSES, inputs, attrs, options);
  if (!tensors) return { ...sliceLossesReference(inputs, attrs), implementation: 'ops' };
  const [losses, accuracies] = tensors as tf.Tensor2D[];
  return { losses: losses!, accuracies: accuracies!, implementation: 'kernel' };
}

/** @returns the kernel's outputs, in the contract's order; nothing where the reference must do it. */
function runKernel(
  name: string,
  inputs: object,
  attrs: object,
  { prefer = 'kernel' }: ProgramOptions,
): tf.Tensor[] | undefined {
  if (prefer === 'ops' || !tf.getKernel(name, tf.getBackend())) return undefined;
  try {
    return tf
      .engine()
      .runKernel(name, inputs as KernelInputs, attrs as tf.NamedAttrMap) as tf.Tensor[];
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined;
    throw error;
  }
}
