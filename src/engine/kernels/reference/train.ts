import * as tf from '@tensorflow/tfjs-core';
import { layoutOf } from '../../network/layout';
import { type OptimiserSettings, SLOTS } from '../../training/optimiser';
import {
  HYPER,
  RUNNING_MOMENTUM,
  type TrainStepsAttrs,
  type TrainStepsInputs,
  type TrainStepsOutputs,
} from '../contract';
import { flatten, type ParameterTensors, unflatten } from './forward';
import { lossAndGradients } from './gradient';
import { update } from './optimise';
import { row, tidy } from './tensors';

/** What one replica carries from step to step; tensors owned by whoever holds it. */
interface ReplicaState {
  parameters: ParameterTensors;
  slots: ParameterTensors[];
  running: tf.Tensor1D;
}

/**
 * The reference of TRAIN_STEPS in tfjs ops, any backend, every network and optimiser. Reads
 * `order`, `rates` and `hyper` back, so it is asynchronous where the backend is.
 */
export async function trainStepsReference(
  inputs: TrainStepsInputs,
  attrs: TrainStepsAttrs,
): Promise<TrainStepsOutputs> {
  const replicas = inputs.parameters.shape[0];
  const [rates, hyper] = (await Promise.all([inputs.rates.array(), inputs.hyper.array()])) as [
    number[][],
    number[][],
  ];
  const done: { state: ReplicaState; losses: tf.Tensor1D }[] = [];
  for (let r = 0; r < replicas; r++) {
    done.push(trainReplica(inputs, attrs, r, rates[r]!, settingsOf(hyper[r]!)));
  }
  return tidy(() => {
    const layout = layoutOf(attrs.spec);
    const slots = done.map(({ state }) =>
      state.slots.length > 0
        ? tf.concat1d(state.slots.map((slot) => flatten(layout, slot)))
        : tf.zeros([inputs.slots.shape[1]]),
    );
    const outputs = {
      parameters: tf.stack(done.map(({ state }) => flatten(layout, state.parameters))),
      slots: tf.stack(slots),
      running: tf.stack(done.map(({ state }) => state.running)),
      losses: tf.stack(done.map(({ losses }) => losses)),
    } as TrainStepsOutputs;
    for (const { state, losses } of done) {
      disposeState(state);
      losses.dispose();
    }
    return outputs;
  });
}

function settingsOf(row: readonly number[]): OptimiserSettings {
  return {
    momentum: row[HYPER.momentum]!,
    beta1: row[HYPER.beta1]!,
    beta2: row[HYPER.beta2]!,
    epsilon: row[HYPER.epsilon]!,
    weightDecay: row[HYPER.weightDecay]!,
  };
}

function trainReplica(
  inputs: TrainStepsInputs,
  attrs: TrainStepsAttrs,
  replica: number,
  rates: readonly number[],
  settings: OptimiserSettings,
) {
  let state = readState(inputs, attrs, replica);
  const losses: tf.Scalar[] = [];
  rates.forEach((rate, step) => {
    const { next, loss } = trainStep(inputs, attrs, replica, step, rate, settings, state);
    disposeState(state);
    state = next;
    losses.push(loss);
  });
  const stacked = tf.stack(losses) as tf.Tensor1D;
  tf.dispose(losses);
  return { state, losses: stacked };
}

function readState(
  inputs: TrainStepsInputs,
  { spec, optimiser }: TrainStepsAttrs,
  replica: number,
): ReplicaState {
  const layout = layoutOf(spec);
  return tidy(() => {
    const slots = row(inputs.slots, replica);
    return {
      parameters: unflatten(layout, row(inputs.parameters, replica)),
      slots: Array.from({ length: SLOTS[optimiser] }, (_, s) =>
        unflatten(layout, tf.slice(slots, [s * layout.size], [layout.size])),
      ),
      running: row(inputs.running, replica),
    };
  });
}

function trainStep(
  inputs: TrainStepsInputs,
  { spec, optimiser, batch, firstStep, clipNorm }: TrainStepsAttrs,
  replica: number,
  step: number,
  rate: number,
  settings: OptimiserSettings,
  state: ReplicaState,
): { next: ReplicaState; loss: tf.Scalar } {
  const layout = layoutOf(spec);
  return tidy(() => {
    const indices = tf.reshape(tf.slice(inputs.order, [replica, step * batch], [1, batch]), [
      batch,
    ]);
    const x = tf.gather(inputs.x, indices) as tf.Tensor2D;
    const labels = tf.gather(inputs.labels, indices) as tf.Tensor1D;
    const { loss, gradients, statistics } = lossAndGradients(spec, state.parameters, x, labels);
    const clip = clipNorm ? clipFactor(Object.values(gradients), clipNorm) : undefined;
    const parameters: Record<string, tf.Tensor> = {};
    const slots = state.slots.map((): Record<string, tf.Tensor> => ({}));
    for (const { name } of layout.parameters) {
      const updated = update(
        optimiser,
        settings,
        rate,
        firstStep + step + 1,
        state.parameters[name]!,
        clip ? tf.mul(gradients[name]!, clip) : gradients[name]!,
        state.slots.map((slot) => slot[name]!),
      );
      parameters[name] = updated.parameter;
      updated.slots.forEach((slot, s) => {
        slots[s]![name] = slot;
      });
    }
    const running = statistics
      ? tf.add(tf.mul(state.running, 1 - RUNNING_MOMENTUM), tf.mul(statistics, RUNNING_MOMENTUM))
      : tf.clone(state.running);
    return { next: { parameters, slots, running: running as tf.Tensor1D }, loss };
  });
}

/** min(1, clip/(‖g‖ + 1e-6)) over all parameters together, as PyTorch's clip_grad_norm_. */
function clipFactor(gradients: readonly tf.Tensor[], clipNorm: number): tf.Tensor {
  const norm = tf.sqrt(tf.addN(gradients.map((g) => tf.sum(tf.square(g)))));
  return tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6)));
}

function disposeState(state: ReplicaState) {
  tf.dispose([state.parameters, state.slots, state.running] as unknown as tf.TensorContainer);
}
