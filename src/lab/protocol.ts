import type { BackendFiles, BackendInfo, BackendName } from '@/engine/backend';
import type {
  GradientRequest,
  GradientResult,
  Samples,
  SliceRequest,
  SliceResult,
  TrainRequest,
  TrainResult,
} from '@/engine/executor';

/** Samples stay in the worker under a number; requests name it. What recalls a request stays here. */
export type ByNumber<R extends { samples: Samples }> = Omit<R, 'samples' | 'signal'> & {
  samples: number;
};

/** What a worker of the pool offers, over Comlink. */
export interface WorkerApi {
  start(backend: BackendName, files: BackendFiles): Promise<BackendInfo>;
  hold(number: number, samples: Samples): Promise<void>;
  release(number: number): Promise<void>;
  trainSteps(request: ByNumber<TrainRequest>): Promise<TrainResult>;
  sliceLosses(request: ByNumber<SliceRequest>): Promise<SliceResult>;
  gradients(request: ByNumber<GradientRequest>): Promise<GradientResult>;
  /** Resolves, with the reason in words, only if the GPU is lost. */
  lost(): Promise<string>;
}
