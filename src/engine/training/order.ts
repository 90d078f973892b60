import { integerIn } from '../errors';
import { randomStream } from '../random';

/**
 * The samples of a run's steps. Every epoch is a permutation from its own stream, so that step t's
 * batch is the same however the run is cut into chunks, and after a resume. A batch may reach over
 * the end of an epoch.
 */
export class SampleOrder {
  #epoch = -1;
  #permutation: Int32Array = new Int32Array(0);

  constructor(
    private readonly seed: number,
    private readonly samples: number,
    private readonly batch: number,
  ) {
    integerIn('The number of samples', samples, 1, 2 ** 31);
    integerIn('The batch size', batch, 1, 2 ** 24);
  }

  /** @returns [count · batch] sample indices of the steps first … first + count − 1. */
  steps(first: number, count: number): Int32Array {
    integerIn('The first step', first, 0, 2 ** 31);
    integerIn('The number of steps', count, 0, 2 ** 31);
    const order = new Int32Array(count * this.batch);
    for (let i = 0; i < order.length; i++) {
      const position = first * this.batch + i;
      const epoch = Math.floor(position / this.samples);
      if (epoch !== this.#epoch) {
        this.#epoch = epoch;
        this.#permutation = randomStream(this.seed, `order/${epoch}`).permutation(this.samples);
      }
      order[i] = this.#permutation[position % this.samples]!;
    }
    return order;
  }
}
