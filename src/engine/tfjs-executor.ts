import * as tf from '@tensorflow/tfjs-core';
import type { BackendInfo } from './backend';
import type {
  Executor,
  GradientRequest,
  GradientResult,
  Implementation,
  ReplicaState,
  Samples,
  SliceRequest,
  SliceResult,
  TrainRequest,
  TrainResult,
} from './executor';
import { HYPER_COLUMNS } from './kernels/contract';
import { sliceLosses, trainSteps } from './kernels/program';
import { gradientsByOps } from './kernels/reference/read-gradients';
import { layoutOf } from './network/layout';
import { type OptimiserSettings, SLOTS } from './training/optimiser';

/** Runs the programs on tfjs' current backend: its custom kernels, or the reference. */
export class TfjsExecutor implements Executor {
  readonly width = 1;
  readonly description: string;
  /** Uploaded samples; as many datasets as a figure shows at once. */
  readonly #uploads = new Map<Samples, { x: tf.Tensor2D; labels: tf.Tensor1D }>();

  constructor(
    backend: BackendInfo,
    private readonly prefer: Implementation = 'kernel',
    /** Resolves when results may be used. */
    private readonly confirm: () => Promise<void> = async () => undefined,
  ) {
    this.description = backend.description;
  }

  /** @throws DeviceError when the device is lost or refused the work. */
  async trainSteps(request: TrainRequest): Promise<TrainResult> {
    const result = await this.#trainSteps(request);
    await this.confirm();
    return result;
  }

  /** @throws DeviceError as above. */
  async sliceLosses(request: SliceRequest): Promise<SliceResult> {
    const result = await this.#sliceLosses(request);
    await this.confirm();
    return result;
  }

  async #trainSteps(request: TrainRequest): Promise<TrainResult> {
    const { spec, optimiser, batch, firstStep, clipNorm, state, settings } = request;
    const started = performance.now();
    const replicas = settings.length;
    const steps = request.rates.length / replicas;
    const inputs = {
      parameters: tf.tensor2d(state.parameters, [replicas, layoutOf(spec).size]),
      slots: matrix(state.slots, replicas),
      running: matrix(state.running, replicas),
      order: tf.tensor2d(request.order, [replicas, steps * batch], 'int32'),
      rates: tf.tensor2d(request.rates, [replicas, steps]),
      hyper: tf.tensor2d(settings.flatMap(hyperRow), [replicas, HYPER_COLUMNS]),
    };
    try {
      const { implementation, ...outputs } = await trainSteps(
        { ...inputs, ...this.#upload(request.samples) },
        { spec, optimiser, batch, firstStep, clipNorm },
        { prefer: this.prefer },
      );
      const [parameters, slots, running, losses] = await Promise.all(
        [outputs.parameters, outputs.slots, outputs.running, outputs.losses].map(download),
      );
      return {
        state: {
          parameters: parameters!,
          slots: SLOTS[optimiser] > 0 ? slots! : state.slots,
          running: layoutOf(spec).statisticsSize > 0 ? running! : state.running,
        } satisfies ReplicaState,
        losses: losses!,
        implementation,
        computeTime: performance.now() - started,
      };
    } finally {
      tf.dispose(inputs);
    }
  }

  async #sliceLosses(request: SliceRequest): Promise<SliceResult> {
    const started = performance.now();
    const { spec, dimensions, statistics } = request;
    const { size } = layoutOf(spec);
    const replicas = request.centre.length / size;
    const inputs = {
      centre: tf.tensor2d(request.centre, [replicas, size]),
      directions: tf.tensor3d(request.directions, [replicas, dimensions, size]),
      points: tf.tensor2d(request.points, [request.points.length / dimensions, dimensions]),
      running: matrix(request.running, replicas),
    };
    try {
      const outputs = sliceLosses(
        { ...inputs, ...this.#upload(request.samples) },
        { spec, statistics },
        { prefer: this.prefer },
      );
      const [losses, accuracies] = await Promise.all(
        [outputs.losses, outputs.accuracies].map(download),
      );
      return {
        losses: losses!,
        accuracies: accuracies!,
        implementation: outputs.implementation,
        computeTime: performance.now() - started,
      };
    } finally {
      tf.dispose(inputs);
    }
  }

  async gradients(request: GradientRequest): Promise<GradientResult> {
    const started = performance.now();
    const result = await gradientsByOps(request, this.#upload(request.samples));
    return { ...result, computeTime: performance.now() - started };
  }

  /** Frees what the executor holds on the backend. */
  dispose() {
    for (const upload of this.#uploads.values()) tf.dispose(upload);
    this.#uploads.clear();
  }

  #upload(samples: Samples) {
    let upload = this.#uploads.get(samples);
    if (!upload) {
      upload = {
        x: tf.tensor2d(samples.x, [samples.count, samples.x.length / samples.count]),
        labels: tf.tensor1d(samples.labels, 'int32'),
      };
      this.#uploads.set(samples, upload);
      const [oldest] = this.#uploads.keys();
      if (this.#uploads.size > 8 && oldest) {
        tf.dispose(this.#uploads.get(oldest)!);
        this.#uploads.delete(oldest);
      }
    }
    return upload;
  }
}

/** tfjs has no empty matrices on every backend, so an empty state travels as one column of 0. */
function matrix(values: Float32Array, rows: number): tf.Tensor2D {
  return values.length > 0
    ? tf.tensor2d(values, [rows, values.length / rows])
    : tf.zeros([rows, 1]);
}

function hyperRow(s: OptimiserSettings): number[] {
  return [s.momentum, s.beta1, s.beta2, s.epsilon, s.weightDecay];
}

async function download(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}
