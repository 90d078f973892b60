import type { NetworkSpec } from './network/spec';
import type { Tap, TapPlace } from './network/taps';
import type { OptimiserName, OptimiserSettings } from './training/optimiser';

/** Samples of a dataset: x [count · inputs] row-major, labels [count]. */
export interface Samples {
  readonly x: Float32Array;
  readonly labels: Int32Array;
  readonly count: number;
}

/** What a training run carries from step to step, of R replicas one after another. */
export interface ReplicaState {
  /** [R · P] */
  readonly parameters: Float32Array;
  /** [R · S · P], empty for an optimiser without slots. */
  readonly slots: Float32Array;
  /** [R · Q], empty without batch norm. */
  readonly running: Float32Array;
}

/** What all requests may have. */
interface Recallable {
  /** A request that waits for its turn when this is aborted is not begun; it is rejected with the reason. */
  readonly signal?: AbortSignal;
}

/** k steps of R replicas of one network; see kernels/contract for the meaning of each field. */
export interface TrainRequest extends Recallable {
  readonly spec: NetworkSpec;
  readonly samples: Samples;
  readonly optimiser: OptimiserName;
  /** One per replica. */
  readonly settings: readonly OptimiserSettings[];
  readonly batch: number;
  readonly firstStep: number;
  /** Largest global gradient norm; 0 does not clip. */
  readonly clipNorm: number;
  readonly state: ReplicaState;
  /** [R · k · batch] */
  readonly order: Int32Array;
  /** [R · k] */
  readonly rates: Float32Array;
}

export interface TrainResult {
  readonly state: ReplicaState;
  /** [R · k], before each step. */
  readonly losses: Float32Array;
  readonly implementation: Implementation;
  /** Time the computation itself took, ms, without waiting for its turn. */
  readonly computeTime: number;
}

/** Losses of R replicas at G points of slices along K directions. */
export interface SliceRequest extends Recallable {
  readonly spec: NetworkSpec;
  readonly samples: Samples;
  readonly statistics: 'batch' | 'frozen';
  /** [R · P] */
  readonly centre: Float32Array;
  /** [R · K · P] */
  readonly directions: Float32Array;
  /** K: 1 or 2. */
  readonly dimensions: number;
  /** [G · K] */
  readonly points: Float32Array;
  /** [R · Q]; needed only for frozen statistics. */
  readonly running: Float32Array;
}

export interface SliceResult {
  /** [R · G] */
  readonly losses: Float32Array;
  /** [R · G] */
  readonly accuracies: Float32Array;
  readonly implementation: Implementation;
  /** As of TrainResult. */
  readonly computeTime: number;
}

/** Gradients of one network, and what else one pass backwards can tell. */
export interface GradientRequest extends Recallable {
  readonly spec: NetworkSpec;
  readonly samples: Samples;
  /** Batch norm normalises with the statistics of the samples, or with `running`. */
  readonly statistics: 'batch' | 'frozen';
  /** [P] */
  readonly parameters: Float32Array;
  /** [Q]; needed only for frozen statistics. */
  readonly running: Float32Array;
  /** v [P]: also return the Hessian's product with it. Not for convolutions. */
  readonly tangent?: Float32Array;
  /** Also return what passes these places, and the gradients by it. */
  readonly taps?: readonly TapPlace[];
}

export interface GradientResult {
  readonly loss: number;
  /** ∂L/∂θ, [P] */
  readonly gradient: Float32Array;
  /** Hv, [P], if a tangent was given. */
  readonly product?: Float32Array;
  /** In the order in which the taps are passed; empty if none were asked for. */
  readonly taps: readonly TapReading[];
  /** As of TrainResult. */
  readonly computeTime: number;
}

/** What passes a place of the network for N samples, and the gradient of the mean loss by it. */
export interface TapReading extends Tap {
  /** [N · width], sample by sample. */
  readonly value: Float32Array;
  readonly gradient: Float32Array;
}

/** Which code did the work: our own kernel, or the reference in tfjs ops. */
export type Implementation = 'kernel' | 'ops';

/**
 * Whatever can run the two programs: tfjs on some backend, the WebAssembly kernel, or a pool of
 * workers. Training loop and slices are written against this, so they run anywhere unchanged.
 */
export interface Executor {
  /** In words for the reader, for example “WebAssembly on the CPU, 4 workers”. */
  readonly description: string;
  /** How many requests are worth having under way at once. */
  readonly width: number;
  trainSteps(request: TrainRequest): Promise<TrainResult>;
  sliceLosses(request: SliceRequest): Promise<SliceResult>;
  /** Absent where there is no reverse mode; see gradients.ts for what works without. */
  gradients?(request: GradientRequest): Promise<GradientResult>;
}
