import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { InputError, integerIn } from './errors';

/**
 * A seeded stream of random numbers. Streams are addressed by a seed and a label, so what one part
 * of an experiment draws never shifts what another part gets: a plain and a residual network of one
 * seed start from the same values whatever else differs.
 */
export interface RandomStream {
  /** A double, uniform on [0, 1). */
  uniform(): number;
  /** A double from the standard normal distribution. */
  normal(): number;
  /** A whole number, uniform on [0, bound). */
  integer(bound: number): number;
  /** 0 … count−1 in random order (Fisher–Yates). */
  permutation(count: number): Int32Array;
}

/**
 * @param seed any whole number; its low 32 bits count.
 * @param label names what is drawn, for example `init/stem/kernel`.
 * @throws InputError for a seed that is no whole number.
 */
export function randomStream(seed: number, label: string): RandomStream {
  if (!Number.isInteger(seed)) {
    throw new InputError(`A seed must be a whole number, but ${seed} came.`);
  }
  const generator = xoroshiro128plus(hash(seed, label));
  let spare: number | undefined;

  const uniform = () => uniformFloat64(generator);
  const integer = (bound: number) =>
    uniformInt(generator, 0, integerIn('The bound of a random number', bound, 1, 2 ** 32) - 1);

  return {
    uniform,
    integer,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      // Box–Muller; 1 − u keeps the logarithm finite.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    permutation(count) {
      integerIn('The length of a permutation', count, 0, 2 ** 31);
      const order = Int32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = order[i]!;
        order[i] = order[j]!;
        order[j] = kept;
      }
      return order;
    },
  };
}

/** 32-bit FNV-1a over the seed's bytes and the label, with a final avalanche (murmur3). */
function hash(seed: number, label: string): number {
  let h = 0x811c9dc5;
  const mix = (byte: number) => {
    h = Math.imul(h ^ byte, 0x01000193);
  };
  for (let shift = 0; shift < 32; shift += 8) mix((seed >>> shift) & 255);
  for (let i = 0; i < label.length; i++) {
    mix(label.charCodeAt(i) & 255);
    mix(label.charCodeAt(i) >>> 8);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
