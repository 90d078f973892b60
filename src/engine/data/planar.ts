import { integerIn, numberIn, oneOf } from '../errors';
import type { Samples } from '../executor';
import type { Experiment } from '../experiment/schema';
import { type RandomStream, randomStream } from '../random';
import type { Dataset } from './dataset';

type PlanarSpec = Extract<Experiment['dataset'], { noise: number }>;

/** Draws one point of a class (0 or 1), before noise. */
type Draw = (stream: RandomStream, label: number) => [number, number];

const draws: Readonly<Record<PlanarSpec['name'], Draw>> = {
  /** Two arms of one and a half turns, the second turned by half a turn; radius 0.1 to 1. */
  spirals(stream, label) {
    const t = Math.sqrt(stream.uniform());
    const angle = 3 * Math.PI * t + Math.PI * label;
    const radius = 0.1 + 0.9 * t;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  /** Two interleaved half circles of radius 1, centred together at 0. */
  moons(stream, label) {
    const angle = Math.PI * stream.uniform();
    return label === 0
      ? [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25]
      : [0.5 - Math.cos(angle), 0.25 - Math.sin(angle)];
  },
  /** A circle of radius 1 around one of radius 0.5. */
  circles(stream, label) {
    const angle = 2 * Math.PI * stream.uniform();
    const radius = label === 0 ? 1 : 0.5;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  /** The squares of a 4 × 4 board on [−1, 1]². */
  checkerboard(stream, label) {
    const row = stream.integer(4);
    // The columns of this row whose colour is the label's.
    const column = 2 * stream.integer(2) + ((row + label) % 2);
    return [(column + stream.uniform()) / 2 - 1, (row + stream.uniform()) / 2 - 1];
  },
};

/** All sets have an extent of about 1; this brings their features to a deviation of about 1. */
const SCALE = 1.6;

/**
 * A two-class set in the plane. Classes alternate, so any run of samples is balanced.
 *
 * @param spec.noise deviation of the Gaussian noise on each coordinate, in units of the shape's
 *   own radius.
 * @throws InputError for an unknown name, a noise outside [0, 10] or no samples.
 */
export function planarDataset(spec: PlanarSpec, seed: number): Dataset {
  oneOf('The planar data set', spec.name, Object.keys(draws) as PlanarSpec['name'][]);
  numberIn('The noise', spec.noise, 0, 10);
  for (const count of [spec.train, spec.test]) {
    integerIn('The number of samples', count, 1, 1_000_000);
  }
  const draw = (split: 'train' | 'test', count: number): Samples => {
    const stream = randomStream(seed, `data/${spec.name}/${split}`);
    const x = new Float32Array(2 * count);
    const labels = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      labels[i] = i % 2;
      const [a, b] = draws[spec.name](stream, i % 2);
      x[2 * i] = SCALE * (a + spec.noise * stream.normal());
      x[2 * i + 1] = SCALE * (b + spec.noise * stream.normal());
    }
    return { x, labels, count };
  };
  return {
    name: spec.name,
    inputs: 2,
    classes: 2,
    train: draw('train', spec.train),
    test: draw('test', spec.test),
  };
}
