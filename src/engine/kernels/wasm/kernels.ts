import type { SliceRequest, SliceResult, TrainRequest, TrainResult } from '../../executor';
import type { LoadedKernels } from './load';
import { sliceOn } from './slice';
import { trainOn } from './train';
import { Workspace } from './workspace';

/**
 * The two programs (kernels/contract) on one instance of the WebAssembly kernels and its memory.
 * Both families, every norm, activation and optimiser; what they throw says what is too large.
 */
export class WasmKernels {
  readonly #workspace: Workspace;

  constructor(loaded: LoadedKernels) {
    this.#workspace = new Workspace(loaded);
  }

  /**
   * @throws UnsupportedError when it needs more memory than the kernels use.
   * @throws InputError when samples or order do not fit.
   */
  trainSteps(request: TrainRequest): TrainResult {
    const started = performance.now();
    const result = trainOn(this.#workspace, request);
    return { ...result, implementation: 'kernel', computeTime: performance.now() - started };
  }

  /**
   * @throws UnsupportedError when it needs more memory than the kernels use.
   * @throws InputError when the samples do not fit the network.
   */
  sliceLosses(request: SliceRequest): SliceResult {
    const started = performance.now();
    const result = sliceOn(this.#workspace, request);
    return { ...result, implementation: 'kernel', computeTime: performance.now() - started };
  }
}
