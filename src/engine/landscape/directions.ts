import { allFinite, InputError, integerIn, oneOf } from '../errors';
import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';
import { randomStream } from '../random';

export const NORMALISATIONS = ['none', 'filter', 'layer', 'weight'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** Keeps a direction finite where its own filter is 0, as the code of Li et al. does. */
const TINY = 1e-10;

/**
 * A Gaussian direction. It depends on seed, index and parameter name alone, so networks that share
 * parameters share the numbers.
 *
 * @returns [P]
 */
export function randomDirection(spec: NetworkSpec, seed: number, index: number): Float32Array {
  integerIn('The index of a direction', index, 0, 1_000_000);
  const layout = layoutOf(spec);
  const direction = new Float32Array(layout.size);
  for (const { name, offset, size } of layout.parameters) {
    const stream = randomStream(seed, `direction/${index}/${name}`);
    for (let i = 0; i < size; i++) direction[offset + i] = stream.normal();
  }
  return direction;
}

/** @returns to − from, [P]: the direction from one solution to another. */
export function directionTowards(from: Float32Array, to: Float32Array): Float32Array {
  if (from.length !== to.length) {
    throw new InputError(
      `Two solutions of one network were expected, but they have ${from.length} and ${to.length} parameters.`,
    );
  }
  allFinite('A solution', from);
  allFinite('A solution', to);
  return to.map((value, i) => value - from[i]!);
}

/**
 * Scales a direction to the network it starts from (Li et al. 2018, section 4).
 *
 * - filter: d_ij ← d_ij/‖d_ij‖·‖θ_ij‖ for every filter j of layer i, that is one output map or one
 *   neuron's incoming weights
 * - layer: the same for each layer's kernel as a whole
 * - weight: d ← d·|θ|, number by number
 * - none: d as it is
 *
 * @param options.biasAndNorm `zero` (theirs) leaves biases and norm parameters where they are;
 *   `keep` moves them, scaled as one filter each.
 * @returns a new direction [P].
 * @throws InputError when lengths do not fit, numbers are not finite or a name is unknown.
 */
export function normaliseDirection(
  direction: Float32Array,
  centre: Float32Array,
  spec: NetworkSpec,
  how: Normalisation,
  { biasAndNorm }: { readonly biasAndNorm: 'zero' | 'keep' } = { biasAndNorm: 'zero' },
): Float32Array {
  const layout = layoutOf(spec);
  if (direction.length !== layout.size || centre.length !== layout.size) {
    throw new InputError(
      `Direction and centre must have the network's ${layout.size} parameters, but ${direction.length} and ${centre.length} came.`,
    );
  }
  oneOf('The normalisation', how, NORMALISATIONS);
  oneOf('Biases and norm parameters', biasAndNorm, ['zero', 'keep']);
  allFinite('A direction', direction);
  allFinite('The centre', centre);
  const result = new Float32Array(layout.size);
  for (const { kind, shape, offset, size } of layout.parameters) {
    if (kind !== 'kernel' && biasAndNorm === 'zero') continue;
    const d = direction.subarray(offset, offset + size);
    const theta = centre.subarray(offset, offset + size);
    const out = result.subarray(offset, offset + size);
    if (how === 'none') out.set(d);
    else if (how === 'weight') out.set(d.map((value, i) => value * Math.abs(theta[i]!)));
    else {
      // The last axis counts filters, so one filter is every `filters`-th number.
      const filters = how === 'filter' && kind === 'kernel' ? shape[shape.length - 1]! : 1;
      for (let f = 0; f < filters; f++) scaleFilter(out, d, theta, f, filters);
    }
  }
  return result;
}

function scaleFilter(
  out: Float32Array,
  d: Float32Array,
  theta: Float32Array,
  first: number,
  stride: number,
) {
  let squares = 0;
  let wanted = 0;
  for (let i = first; i < d.length; i += stride) {
    squares += d[i]! ** 2;
    wanted += theta[i]! ** 2;
  }
  const factor = Math.sqrt(wanted) / (Math.sqrt(squares) + TINY);
  for (let i = first; i < d.length; i += stride) out[i] = d[i]! * factor;
}
