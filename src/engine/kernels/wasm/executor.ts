import { UnsupportedError } from '../../errors';
import type {
  Executor,
  GradientRequest,
  GradientResult,
  SliceRequest,
  SliceResult,
  TrainRequest,
  TrainResult,
} from '../../executor';
import type { WasmKernels } from './kernels';

/** Runs the programs on the WebAssembly kernels, and what they do not serve on `fallback`. */
export class WasmExecutor implements Executor {
  readonly width = 1;
  readonly description: string;

  /** @param fallback the reference on the same backend; its results say that it did the work. */
  constructor(
    private readonly kernels: WasmKernels,
    private readonly fallback: Required<Executor>,
  ) {
    this.description = fallback.description;
  }

  async trainSteps(request: TrainRequest): Promise<TrainResult> {
    try {
      return this.kernels.trainSteps(request);
    } catch (error) {
      if (error instanceof UnsupportedError) return this.fallback.trainSteps(request);
      throw error;
    }
  }

  async sliceLosses(request: SliceRequest): Promise<SliceResult> {
    try {
      return this.kernels.sliceLosses(request);
    } catch (error) {
      if (error instanceof UnsupportedError) return this.fallback.sliceLosses(request);
      throw error;
    }
  }

  /** Reverse mode beyond training steps is the reference's alone. */
  gradients(request: GradientRequest): Promise<GradientResult> {
    return this.fallback.gradients(request);
  }
}
