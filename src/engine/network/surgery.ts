import { InputError, integerIn, lengthIs, numberIn } from '../errors';
import { layoutOf } from './layout';
import { checkSpec, type MlpSpec, type NetworkSpec } from './spec';

/** A network as a value: what it is and its numbers. */
export interface NetworkState<S extends NetworkSpec = NetworkSpec> {
  readonly spec: S;
  /** [P] */
  readonly parameters: Float32Array;
  /** [Q] */
  readonly running: Float32Array;
}

/**
 * Rescales the two layers of every block against each other: what goes into the inner ReLU is
 * multiplied by α, the kernel after it by 1/α. ReLU is positively homogeneous, so the network
 * computes the same function, at another point of parameter space whose curvature differs: flatness
 * measured in raw coordinates means nothing by itself (Dinh et al. 2017).
 *
 * @param alpha α > 0
 * @returns new parameters [P].
 * @throws InputError for tanh, which is not homogeneous, other sizes, or an α outside [10⁻⁶, 10⁶].
 */
export function rescaleRelu(
  { spec, parameters }: Pick<NetworkState, 'spec' | 'parameters'>,
  alpha: number,
): Float32Array {
  numberIn('The factor α', alpha, 1e-6, 1e6);
  if (spec.family === 'mlp' && spec.activation !== 'relu') {
    throw new InputError(
      `Rescaling needs ReLU, which is positively homogeneous, but this network has ${spec.activation}.`,
    );
  }
  lengthIs('The parameter vector of this network', parameters, layoutOf(spec).size);
  const result = parameters.slice();
  const names = new Set(layoutOf(spec).parameters.map(({ name }) => name));
  for (const { name, kind, offset, size } of layoutOf(spec).parameters) {
    const [, layer] = /^(.*)\/first\/[a-z]+$/.exec(name) ?? [];
    let factor = 1;
    if (layer !== undefined) {
      // With a norm only its scale and shift reach the ReLU: it undoes any factor before it.
      const normed = names.has(`${layer}/first/scale`);
      const reaches = normed ? kind === 'scale' || kind === 'shift' : true;
      if (reaches) factor = alpha;
    } else if (name.endsWith('/second/kernel')) {
      factor = 1 / alpha;
    }
    if (factor !== 1) {
      for (let i = offset; i < offset + size; i++) result[i] = parameters[i]! * factor;
    }
  }
  return result;
}

/** @returns how many blocks can be deleted: those of the dense family. */
export function blockCount(spec: MlpSpec): number {
  const { depth } = checkSpec(spec);
  return (depth - 2) / 2;
}

/**
 * Takes one block out of a dense network, so that what went into it goes to the next one. A
 * residual network hardly minds, since it is an ensemble of paths of which half avoid the block;
 * a plain one has a single path (Veit et al. 2016).
 *
 * @param index of the block, from 0
 * @returns a network of depth L − 2. The branch scale stays as it was.
 * @throws InputError for a block that is not there, or parameters of another network.
 */
export function deleteBlock(
  { spec, parameters, running }: NetworkState<MlpSpec>,
  index: number,
): NetworkState<MlpSpec> {
  if (blockCount(spec) < 1) {
    throw new InputError('A network of depth 2 has no block that could be deleted.');
  }
  integerIn('The block to delete', index, 0, blockCount(spec) - 1);
  const layout = layoutOf(spec);
  lengthIs('The parameter vector of this network', parameters, layout.size);
  lengthIs('The running statistics of this network', running, layout.statisticsSize);
  const gone = (name: string) => name.startsWith(`block${index}/`);
  const keep = (values: Float32Array, pieces: readonly (readonly [number, number])[]) => {
    const kept = new Float32Array(pieces.reduce((sum, [, length]) => sum + length, 0));
    let at = 0;
    for (const [offset, length] of pieces) {
      kept.set(values.subarray(offset, offset + length), at);
      at += length;
    }
    return kept;
  };
  return {
    spec: { ...spec, depth: spec.depth - 2 },
    parameters: keep(
      parameters,
      layout.parameters.filter(({ name }) => !gone(name)).map((p) => [p.offset, p.size] as const),
    ),
    running: keep(
      running,
      layout.statistics
        .filter(({ name }) => !gone(name))
        .map((s) => [s.offset, 2 * s.channels] as const),
    ),
  };
}
