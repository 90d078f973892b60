import type { TensorInfo } from '@tensorflow/tfjs-core';
import { layoutOf } from '../../network/layout';
import type { MlpSpec } from '../../network/spec';
import type { SliceLossesAttrs, SliceLossesInputs } from '../contract';
import { checkBuffer, forwardWork, unitsPerDispatch } from './budget';
import { type Gpu, NAN_BITS } from './gpu';
import { mapsOf, moveRows, samplesInFours } from './move';
import { paddedNetwork } from './padded';
import { workgroupShape } from './shape';
import { largestLayer, sliceMemory, sliceShader } from './slice-shader';

type Inputs = { readonly [K in keyof SliceLossesInputs]: TensorInfo };

/**
 * SLICE_LOSSES on the GPU: a workgroup a point.
 *
 * @returns losses, accuracies.
 * @throws UnsupportedError when a point does not fit the device.
 */
export function sliceLossesOnGpu(
  gpu: Gpu,
  spec: MlpSpec,
  inputs: Inputs,
  { statistics }: SliceLossesAttrs,
): TensorInfo[] {
  const network = paddedNetwork(spec);
  const { size, statisticsSize } = layoutOf(spec);
  const [replicas, dimensions] = inputs.directions.shape as [number, number];
  const points = inputs.points.shape[0]!;
  const samples = inputs.x.shape[0]!;

  const own = 2 * network.width;
  const weightsShared = largestLayer(network) + own + 512 <= gpu.sharedLimit;
  const shape = workgroupShape(network, samples, {
    software: gpu.software,
    maxThreads: gpu.maxThreads,
    limit: gpu.sharedLimit - own - (weightsShared ? largestLayer(network) : 0),
  });
  const program = { network, shape, statistics, samples, dimensions, weightsShared };
  const memory = sliceMemory(program);
  checkBuffer('The centres and directions', 16 * memory.basisSize * replicas, gpu.bufferLimit);
  checkBuffer('The samples', 16 * network.inputs * samples, gpu.bufferLimit);
  checkBuffer('One point', 16 * memory.scratchSize, gpu.scratchLimit);
  const atOnce = Math.min(
    replicas * points,
    Math.floor(gpu.scratchLimit / (16 * memory.scratchSize)),
    unitsPerDispatch(forwardWork(network, samples), gpu.software, 'side by side'),
    gpu.device.limits.maxComputeWorkgroupsPerDimension,
  );
  const code = sliceShader(program);

  const outputs = [gpu.output([replicas, points]), gpu.output([replicas, points])];
  const [centre, directions, running] = [inputs.centre, inputs.directions, inputs.running].map(
    (tensor) => gpu.bufferOf(tensor),
  ) as [GPUBuffer, GPUBuffer, GPUBuffer];
  const [at, labels] = [gpu.bufferOf(inputs.points), gpu.bufferOf(inputs.labels)];
  gpu.bufferOf(inputs.x);
  gpu.begin();
  const x = samplesInFours(gpu, network, inputs.x);

  const basis = gpu.temporary(16 * memory.basisSize * replicas);
  const maps = mapsOf(gpu, network);
  const vector = { rows: replicas, length: size, paddedPitch: 4 * memory.basisSize };
  moveRows(gpu, 'to padded', basis, centre, maps.parameters, {
    ...vector,
    flatPitch: size,
    flatStart: 0,
    paddedStart: 0,
  });
  for (let m = 0; m < dimensions; m++) {
    moveRows(gpu, 'to padded', basis, directions, maps.parameters, {
      ...vector,
      flatPitch: dimensions * size,
      flatStart: m * size,
      paddedStart: 4 * (m + 1) * network.size,
    });
  }
  if (statistics === 'frozen') {
    moveRows(gpu, 'to padded', basis, running, maps.statistics, {
      ...vector,
      length: statisticsSize,
      flatPitch: statisticsSize,
      flatStart: 0,
      paddedStart: 4 * (1 + dimensions) * network.size,
    });
  }

  const scratch = gpu.scratch(16 * memory.scratchSize * atOnce);
  const bound = [basis, at, x, labels, scratch, ...outputs.map((t) => gpu.bufferOf(t))];
  for (let first = 0; first < replicas * points; first += atOnce) {
    const groups = Math.min(atOnce, replicas * points - first);
    gpu.dispatch(code, bound, [first, points, NAN_BITS], groups);
  }
  gpu.end();
  return outputs;
}
