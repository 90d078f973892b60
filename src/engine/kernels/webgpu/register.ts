import * as tf from '@tensorflow/tfjs-core';
import type { BackendInfo } from '../../backend';
import { UnsupportedError } from '../../errors';
import type { MlpSpec, NetworkSpec } from '../../network/spec';
import {
  SLICE_LOSSES,
  type SliceLossesAttrs,
  type SliceLossesInputs,
  TRAIN_STEPS,
  type TrainStepsAttrs,
  type TrainStepsInputs,
} from '../contract';
import { Gpu, type WebGpuBackend } from './gpu';
import { sliceLossesOnGpu } from './slice-kernel';
import { trainStepsOnGpu } from './train-kernel';

let gpu: Gpu | undefined;

/**
 * Registers both programs in WGSL for tfjs' WebGPU backend, once per page or worker.
 *
 * @returns what to await before results are used; it throws DeviceError when the device refused
 *   the work.
 */
export function registerWebGpuKernels({
  software,
}: Pick<BackendInfo, 'software'>): () => Promise<void> {
  const confirm = async () => gpu?.confirm();
  if (tf.getKernel(TRAIN_STEPS, 'webgpu')) return confirm;
  const on = (backend: unknown) => {
    // Another device has come where the old one was lost.
    if (gpu?.device !== (backend as WebGpuBackend).device) {
      gpu = new Gpu(backend as WebGpuBackend, software);
    }
    return gpu;
  };
  tf.registerKernel({
    kernelName: TRAIN_STEPS,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const given = attrs as unknown as TrainStepsAttrs;
      if (given.clipNorm) {
        throw new UnsupportedError('The WebGPU kernels do not clip gradients.');
      }
      const tensors = inputs as unknown as { [K in keyof TrainStepsInputs]: tf.TensorInfo };
      return trainStepsOnGpu(on(backend), mlp(given.spec), tensors, given);
    },
  });
  tf.registerKernel({
    kernelName: SLICE_LOSSES,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const given = attrs as unknown as SliceLossesAttrs;
      const tensors = inputs as unknown as { [K in keyof SliceLossesInputs]: tf.TensorInfo };
      return sliceLossesOnGpu(on(backend), mlp(given.spec), tensors, given);
    },
  });
  return confirm;
}

function mlp(spec: NetworkSpec): MlpSpec {
  if (spec.family !== 'mlp') {
    throw new UnsupportedError('The WebGPU kernels know the dense family only.');
  }
  return spec;
}
