import * as tf from '@tensorflow/tfjs-core';
import type { Samples } from '../../executor';
import { layoutOf } from '../../network/layout';
import { SLOTS } from '../../training/optimiser';
import {
  HYPER,
  HYPER_COLUMNS,
  SLICE_LOSSES,
  type SliceLossesAttrs,
  TRAIN_STEPS,
  type TrainStepsAttrs,
} from '../contract';
import type { WasmKernels } from './kernels';

/**
 * Offers the WebAssembly kernels to tfjs as custom kernels of its wasm backend, in place of any
 * registered before: reads the tensors' data, computes, writes tensors.
 */
export function registerWasmKernels(kernels: WasmKernels): void {
  for (const name of [TRAIN_STEPS, SLICE_LOSSES]) {
    if (tf.getKernel(name, 'wasm')) tf.unregisterKernel(name, 'wasm');
  }
  const samples = new SamplesByTensor();

  tf.registerKernel({
    kernelName: TRAIN_STEPS,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const {
        spec,
        optimiser,
        batch,
        firstStep,
        clipNorm = 0,
      } = attrs as unknown as TrainStepsAttrs;
      const read = reader(inputs, backend as tf.KernelBackend);
      const hyper = read('hyper');
      const replicas = inputs['parameters']!.shape[0]!;
      const { statisticsSize } = layoutOf(spec);
      const { state, losses } = kernels.trainSteps({
        spec,
        samples: samples.of(inputs, backend as tf.KernelBackend),
        optimiser,
        settings: Array.from({ length: replicas }, (_, r) => settingsOf(hyper, r)),
        batch,
        firstStep,
        clipNorm,
        state: {
          parameters: read('parameters'),
          slots: SLOTS[optimiser] > 0 ? read('slots') : EMPTY,
          running: statisticsSize > 0 ? read('running') : EMPTY,
        },
        order: read('order') as unknown as Int32Array,
        rates: read('rates'),
      });
      const write = writer(backend as tf.KernelBackend);
      // An empty state travels as one column of 0 (kernels/contract).
      const orZeros = (values: Float32Array) =>
        values.length > 0 ? values : new Float32Array(replicas);
      return [state.parameters, orZeros(state.slots), orZeros(state.running), losses].map(
        (values) => write(values, replicas),
      );
    },
  });

  tf.registerKernel({
    kernelName: SLICE_LOSSES,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { spec, statistics } = attrs as unknown as SliceLossesAttrs;
      const read = reader(inputs, backend as tf.KernelBackend);
      const [replicas, dimensions] = inputs['directions']!.shape as [number, number, number];
      const { losses, accuracies } = kernels.sliceLosses({
        spec,
        samples: samples.of(inputs, backend as tf.KernelBackend),
        statistics,
        centre: read('centre'),
        directions: read('directions'),
        dimensions,
        points: read('points'),
        running: layoutOf(spec).statisticsSize > 0 ? read('running') : EMPTY,
      });
      const write = writer(backend as tf.KernelBackend);
      return [write(losses, replicas), write(accuracies, replicas)];
    },
  });
}

const EMPTY = new Float32Array(0);

function reader(inputs: tf.NamedTensorInfoMap, backend: tf.KernelBackend) {
  return (name: string) => backend.readSync(inputs[name]!.dataId) as Float32Array;
}

function writer(backend: tf.KernelBackend) {
  return (values: Float32Array, rows: number): tf.TensorInfo => {
    const shape = [rows, values.length / rows];
    return { dataId: backend.write(values, shape, 'float32'), shape, dtype: 'float32' };
  };
}

function settingsOf(hyper: Float32Array, r: number) {
  const at = (column: number) => hyper[r * HYPER_COLUMNS + column]!;
  return {
    momentum: at(HYPER.momentum),
    beta1: at(HYPER.beta1),
    beta2: at(HYPER.beta2),
    epsilon: at(HYPER.epsilon),
    weightDecay: at(HYPER.weightDecay),
  };
}

/** Tensors never change, so samples once read stay good as long as their tensors. */
class SamplesByTensor {
  readonly #read = new WeakMap<object, Samples>();

  of({ x, labels }: tf.NamedTensorInfoMap, backend: tf.KernelBackend): Samples {
    let samples = this.#read.get(x!.dataId);
    if (!samples) {
      samples = {
        x: backend.readSync(x!.dataId) as Float32Array,
        labels: backend.readSync(labels!.dataId) as Int32Array,
        count: x!.shape[0]!,
      };
      this.#read.set(x!.dataId, samples);
    }
    return samples;
  }
}
