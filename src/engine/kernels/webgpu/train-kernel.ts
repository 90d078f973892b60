import type { TensorInfo } from '@tensorflow/tfjs-core';
import { layoutOf } from '../../network/layout';
import type { MlpSpec } from '../../network/spec';
import { SLOTS } from '../../training/optimiser';
import type { TrainStepsAttrs, TrainStepsInputs } from '../contract';
import { checkBuffer, forwardWork, unitsPerDispatch } from './budget';
import { type Gpu, NAN_BITS } from './gpu';
import { mapsOf, moveRows, samplesInFours } from './move';
import { paddedNetwork } from './padded';
import { workgroupShape } from './shape';
import { nearSizeOf, trainMemory } from './train-memory';
import { trainShader } from './train-shader';

type Inputs = { readonly [K in keyof TrainStepsInputs]: TensorInfo };

/**
 * TRAIN_STEPS on the GPU: a workgroup a replica, many steps a dispatch.
 *
 * @returns parameters, slots, running statistics, losses.
 * @throws UnsupportedError when a replica does not fit the device.
 */
export function trainStepsOnGpu(
  gpu: Gpu,
  spec: MlpSpec,
  inputs: Inputs,
  attrs: TrainStepsAttrs,
): TensorInfo[] {
  const network = paddedNetwork(spec);
  const { size, statisticsSize } = layoutOf(spec);
  const replicas = inputs.parameters.shape[0]!;
  const steps = inputs.rates.shape[1]!;
  const samples = inputs.x.shape[0]!;
  const slots = SLOTS[attrs.optimiser];

  const free = gpu.sharedLimit - 3 * network.width;
  const shape = workgroupShape(network, attrs.batch, {
    software: gpu.software,
    maxThreads: gpu.maxThreads,
    limit: free,
  });
  // A software adapter has no faster memory, and compiles such a program twice as long.
  const near = !gpu.software && shape.sharedSize + nearSizeOf(network, attrs.batch) <= free;
  const memory = trainMemory(network, attrs, near);

  const stateBytes = 16 * memory.stateSize * replicas;
  checkBuffer('The parameters of the replicas', stateBytes, gpu.bufferLimit);
  checkBuffer('The samples', 16 * network.inputs * samples, gpu.bufferLimit);
  checkBuffer('One replica', 16 * memory.scratchSize, gpu.scratchLimit);
  const atOnce = Math.min(replicas, Math.floor(gpu.scratchLimit / (16 * memory.scratchSize)));
  // Backward does twice the work of forward; replicas beyond the cores of a CPU wait their turn.
  const work = 3 * forwardWork(network, attrs.batch) * (gpu.software ? Math.ceil(atOnce / 2) : 1);
  const stepsAtOnce = unitsPerDispatch(work, gpu.software, 'in turn');
  const code = trainShader({ network, shape, attrs, samples, memory });

  const outputs = [inputs.parameters, inputs.slots, inputs.running].map(({ shape: s }) =>
    gpu.output([...s]),
  ) as [TensorInfo, TensorInfo, TensorInfo];
  const losses = gpu.output([replicas, steps]);
  const buffers = {
    labels: gpu.bufferOf(inputs.labels),
    order: gpu.bufferOf(inputs.order),
    rates: gpu.bufferOf(inputs.rates),
    hyper: gpu.bufferOf(inputs.hyper),
  };
  const state = gpu.temporary(stateBytes);
  const flat = [inputs.parameters, inputs.slots, inputs.running].map((t) => gpu.bufferOf(t)) as [
    GPUBuffer,
    GPUBuffer,
    GPUBuffer,
  ];
  gpu.bufferOf(inputs.x);
  gpu.begin();
  const x = samplesInFours(gpu, network, inputs.x);
  const scratch = gpu.scratch(16 * memory.scratchSize * atOnce);

  const maps = mapsOf(gpu, network);
  const move = (direction: 'to padded' | 'to flat', [p, s, q]: readonly GPUBuffer[]) => {
    const shared = { rows: replicas, paddedPitch: 4 * memory.stateSize };
    const vector = { ...shared, length: size, flatPitch: size, flatStart: 0, paddedStart: 0 };
    moveRows(gpu, direction, state, p!, maps.parameters, vector);
    for (let slot = 0; slot < slots; slot++) {
      moveRows(gpu, direction, state, s!, maps.parameters, {
        ...vector,
        flatPitch: slots * size,
        flatStart: slot * size,
        paddedStart: 4 * (slot + 1) * network.size,
      });
    }
    moveRows(gpu, direction, state, q!, maps.statistics, {
      ...shared,
      length: statisticsSize,
      flatPitch: statisticsSize,
      flatStart: 0,
      paddedStart: 4 * memory.statistics,
    });
  };

  move('to padded', flat);
  const { labels, order, rates, hyper } = buffers;
  const bound = [state, scratch, x, labels, order, rates, hyper, gpu.bufferOf(losses)];
  for (let first = 0; first < replicas; first += atOnce) {
    for (let begin = 0; begin < steps; begin += stepsAtOnce) {
      const end = Math.min(steps, begin + stepsAtOnce);
      const range = [first, begin, end, steps, attrs.firstStep, NAN_BITS];
      gpu.dispatch(code, bound, range, Math.min(atOnce, replicas - first));
    }
  }
  move(
    'to flat',
    outputs.map((t) => gpu.bufferOf(t)),
  );
  gpu.end();
  return [...outputs, losses];
}
