import { InputError, UnsupportedError } from '../../errors';
import type { Samples } from '../../executor';
import { layoutOf } from '../../network/layout';
import type { NetworkSpec } from '../../network/spec';
import { Arena } from './arena';
import type { KernelExports } from './exports';
import type { LoadedKernels } from './load';
import { CompiledNetwork, type NetworkMode } from './network';

/** Width 512 at depth 64 fits: parameters, gradient and two slots then take half the memory. */
export const MAX_PARAMETERS = 2 ** 24;

/** Samples in the kernels' memory: addresses of [N, D] row-major and of the labels. */
export interface HeldSamples {
  readonly x: number;
  readonly labels: number;
}

/**
 * The kernels' memory, front to back: the samples of the last request, its network, and whatever
 * the request takes. Samples and network stay for the next request like it.
 */
export class Workspace {
  readonly arena: Arena;
  readonly kernels: KernelExports;
  #held?: HeldSamples & { readonly samples: Samples; readonly mark: number };
  #network?: { readonly key: string; readonly network: CompiledNetwork; readonly mark: number };

  constructor(loaded: LoadedKernels) {
    this.arena = new Arena(loaded.memory);
    this.kernels = loaded.kernels;
  }

  /**
   * Gives back what an earlier request took, and makes samples and network ready.
   *
   * @throws UnsupportedError when the memory does not suffice.
   * @throws InputError when the samples do not fit the network.
   */
  open(
    spec: NetworkSpec,
    samples: Samples,
    mode: NetworkMode,
  ): { held: HeldSamples; network: CompiledNetwork } {
    checkSize(spec);
    const held = this.#hold(spec, samples);
    const key = JSON.stringify([spec, mode]);
    if (this.#network?.key === key) {
      this.arena.release(this.#network.mark);
    } else {
      this.#network = undefined;
      this.arena.release(held.mark);
      const network = new CompiledNetwork(this.kernels, this.arena, spec, mode);
      this.#network = { key, network, mark: this.arena.mark };
    }
    return { held, network: this.#network.network };
  }

  #hold(spec: NetworkSpec, samples: Samples) {
    checkSamples(spec, samples);
    if (this.#held?.samples === samples) return this.#held;
    this.#held = this.#network = undefined;
    const { arena } = this;
    arena.release();
    const [x, labels] = [arena.take(4 * samples.x.length), arena.take(4 * samples.count)];
    arena.floats(x, samples.x.length).set(samples.x);
    arena.integers(labels, samples.count).set(samples.labels);
    this.#held = { samples, x, labels, mark: arena.mark };
    return this.#held;
  }
}

function checkSize(spec: NetworkSpec) {
  const { size } = layoutOf(spec);
  if (size > MAX_PARAMETERS) {
    throw new UnsupportedError(
      `The WebAssembly kernels serve networks of up to ${MAX_PARAMETERS} parameters, but this one has ${size}: take a smaller width or depth.`,
    );
  }
}

function checkSamples(spec: NetworkSpec, { x, labels, count }: Samples) {
  const inputs = spec.family === 'mlp' ? spec.inputs : spec.side ** 2 * spec.channels;
  if (count < 1 || x.length !== count * inputs || labels.length !== count) {
    throw new InputError(
      `The network takes ${inputs} numbers a sample, so ${count} samples need ${count * inputs} numbers and ${count} labels, but ${x.length} and ${labels.length} came.`,
    );
  }
}

/** Row r of a matrix with rows of `size` numbers, as a view. */
export const rowOf = <A extends Float32Array | Int32Array>(matrix: A, r: number, size: number) =>
  matrix.subarray(r * size, (r + 1) * size) as A;
