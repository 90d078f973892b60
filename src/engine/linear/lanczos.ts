import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { InputError, integerIn, lengthIs } from '../errors';
import { randomStream } from '../random';
import { addScaled, dot, norm } from './vectors';

/** An approximate eigenpair's value and how far off it is: ‖Av − λv‖ for its unit vector v. */
export interface RitzPair {
  readonly value: number;
  readonly residual: number;
  /** Components of v in the Krylov basis. */
  readonly weights: Float64Array;
}

/**
 * The Lanczos iteration for a symmetric operator, with full reorthogonalisation (Golub & Van Loan,
 * section 10.3). It asks instead of calling, so the operator may be synchronous or not:
 *
 *     while (…) lanczos.push(await apply(lanczos.vector));
 *
 * Values at both ends of the spectrum converge first. A symmetric operator has an eigenvalue
 * within `residual` of each Ritz value.
 */
export class Lanczos {
  readonly #basis: Float64Array[] = [];
  readonly #diagonal: number[] = [];
  /** #beside[i] couples basis vectors i and i + 1. */
  readonly #beside: number[] = [];
  readonly #stream;
  #largest = 0;

  /**
   * @param size rows of the operator
   * @param seed of the random first vector
   */
  constructor(
    private readonly size: number,
    seed: number,
  ) {
    integerIn('The size of an operator', size, 1, 2 ** 31);
    this.#stream = randomStream(seed, 'lanczos');
    this.#basis.push(this.#fresh());
  }

  /** The unit vector that the operator is to be applied to next. */
  get vector(): Float64Array {
    return this.#basis[this.#basis.length - 1]!;
  }

  /** Products taken so far. */
  get steps(): number {
    return this.#diagonal.length;
  }

  /** The whole space is spanned: all eigenvalues are known, and `vector` means nothing. */
  get complete(): boolean {
    return this.steps === this.size;
  }

  /**
   * @param product the operator applied to `vector`; it is overwritten.
   * @throws InputError for another size, or numbers that are not finite.
   */
  push(product: Float64Array): void {
    lengthIs('A product of this operator', product, this.size);
    const alpha = dot(product, this.vector);
    // One number that is not finite spreads to the sum.
    if (!Number.isFinite(alpha)) {
      throw new InputError('Products of an operator must be finite, but this one is not.');
    }
    this.#diagonal.push(alpha);
    // Twice is enough (Parlett): one pass leaves rounding of the size of what it removed.
    for (let pass = 0; pass < 2; pass++) {
      for (const v of this.#basis) addScaled(product, -dot(product, v), v);
    }
    const beta = norm(product);
    this.#largest = Math.max(this.#largest, Math.abs(alpha), beta);
    if (this.complete) {
      this.#beside.push(0);
    } else if (beta > 1e-10 * this.#largest) {
      this.#beside.push(beta);
      this.#basis.push(product.map((value) => value / beta));
    } else {
      // The Krylov space is invariant: go on in what is orthogonal to it.
      this.#beside.push(0);
      this.#basis.push(this.#fresh());
    }
  }

  /** @returns the Ritz pairs, largest value first. */
  ritz(): RitzPair[] {
    const n = this.steps;
    const tridiagonal = Matrix.zeros(n, n);
    this.#diagonal.forEach((value, i) => {
      tridiagonal.set(i, i, value);
      if (i + 1 < n) {
        tridiagonal.set(i, i + 1, this.#beside[i]!);
        tridiagonal.set(i + 1, i, this.#beside[i]!);
      }
    });
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(tridiagonal, {
      assumeSymmetric: true,
    });
    const last = this.#beside[n - 1] ?? 0;
    return realEigenvalues
      .map((value, k) => {
        const weights = Float64Array.from(eigenvectorMatrix.getColumn(k));
        return { value, residual: Math.abs(last * weights[n - 1]!), weights };
      })
      .sort((a, b) => b.value - a.value);
  }

  /** @returns the unit eigenvector of a pair of the latest `ritz()`. */
  eigenvector({ weights }: RitzPair): Float64Array {
    const vector = new Float64Array(this.size);
    weights.forEach((weight, i) => {
      addScaled(vector, weight, this.#basis[i]!);
    });
    return vector;
  }

  /** A random unit vector orthogonal to the basis. */
  #fresh(): Float64Array {
    const vector = Float64Array.from({ length: this.size }, () => this.#stream.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const v of this.#basis) addScaled(vector, -dot(vector, v), v);
    }
    const length = norm(vector);
    return vector.map((value) => value / length);
  }
}
