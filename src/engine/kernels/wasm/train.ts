import { InputError } from '../../errors';
import type { ReplicaState, TrainRequest } from '../../executor';
import { layoutOf } from '../../network/layout';
import { SLOTS } from '../../training/optimiser';
import { optimiserStep } from './optimise';
import { pack, packingOf, unpack } from './packing';
import { rowOf, type Workspace } from './workspace';

/**
 * k steps of R replicas, one replica after another.
 *
 * @throws UnsupportedError when it needs more memory than the kernels use.
 * @throws InputError when samples or order do not fit.
 */
export function trainOn(
  workspace: Workspace,
  request: TrainRequest,
): { state: ReplicaState; losses: Float32Array } {
  const { spec, samples, optimiser, settings, batch, firstStep, clipNorm, order } = request;
  const { arena, kernels } = workspace;
  const replicas = settings.length;
  const steps = request.rates.length / replicas;
  const { size, statisticsSize } = layoutOf(spec);
  checkOrder(order, samples.count, replicas * steps * batch);
  const mode = { samples: batch, training: true, frozen: false };
  const { held, network } = workspace.open(spec, samples, mode);
  const packing = packingOf(spec);
  const { input, labels, logits, parameters, gradients } = network;
  const bytes = 4 * packing.size;
  const slots = Array.from({ length: SLOTS[optimiser] }, () => arena.take(bytes));
  const orderAt = arena.take(4 * steps * batch);
  const state = {
    parameters: new Float32Array(replicas * size),
    slots: new Float32Array(replicas * slots.length * size),
    running: new Float32Array(replicas * statisticsSize),
  };
  const losses = new Float32Array(replicas * steps);
  const theta = arena.floats(parameters, packing.size);
  const gradientView = arena.floats(gradients, packing.size);
  const running = arena.floats(network.running, statisticsSize);
  const slotViews = slots.map((at) => arena.floats(at, packing.size));

  for (const [r, setting] of settings.entries()) {
    pack(packing, rowOf(request.state.parameters, r, size), theta);
    for (const [s, view] of slotViews.entries()) {
      pack(packing, rowOf(request.state.slots, r * slots.length + s, size), view);
    }
    running.set(rowOf(request.state.running, r, statisticsSize));
    arena.integers(orderAt, steps * batch).set(rowOf(order, r, steps * batch));
    for (let step = 0; step < steps; step++) {
      kernels.gather(
        held.x,
        held.labels,
        orderAt + 4 * step * batch,
        batch,
        input.pixels,
        input.channels,
        input.at,
        input.row,
        input.length,
        labels,
      );
      network.forward();
      losses[r * steps + step] = kernels.lossGradient(
        logits.at,
        logits.row,
        logits.channels,
        batch,
        logits.length,
        labels,
      );
      gradientView.fill(0);
      network.backward();
      optimiserStep(kernels, optimiser, setting, {
        rate: request.rates[r * steps + step]!,
        step: firstStep + step + 1,
        clipNorm,
        parameters,
        gradients,
        slots,
        size: bytes,
      });
    }
    unpack(packing, theta, rowOf(state.parameters, r, size));
    for (const [s, view] of slotViews.entries()) {
      unpack(packing, view, rowOf(state.slots, r * slots.length + s, size));
    }
    rowOf(state.running, r, statisticsSize).set(running);
  }
  return { state, losses };
}

function checkOrder(order: Int32Array, count: number, length: number) {
  if (order.length !== length) {
    throw new InputError(
      `The order of samples must name ${length} of them (replicas · steps · batch), but ${order.length} came.`,
    );
  }
  const stray = order.find((index) => index < 0 || index >= count);
  if (stray !== undefined) {
    throw new InputError(`The order names sample ${stray}, but there are ${count}.`);
  }
}
