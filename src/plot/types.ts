/**
 * A function sampled on a rectangular grid. Plots know arrays, not networks: what z means is for
 * the caller's labels to say.
 */
export interface Surface {
  /** [nx], ascending. */
  readonly x: Float64Array;
  /** [ny], ascending. */
  readonly y: Float64Array;
  /** [ny * nx], z[j * nx + i] at (x_i, y_j). NaN: not computed yet, or not a number at all. */
  readonly z: Float32Array;
}

/** Points in the plane of a surface, in the order of time. */
export interface Path {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Heights of the points themselves; without them the path lies on the surface. */
  readonly z?: ArrayLike<number>;
  /** What to call each point ("step 400"). */
  readonly labels?: readonly string[];
  /** Tells it from others in one map; the theme's path colour without. */
  readonly hue?: string;
  /** Index of the point to stress, the current step; the part after it is drawn faint. */
  readonly current?: number;
}

/** A place worth a mark, such as a local minimum. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly label?: string;
}

export interface Region {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** A point in the plane of a surface. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What an axis measures. */
export interface AxisLabels {
  readonly x?: string;
  readonly y?: string;
  readonly z?: string;
}

/**
 * @throws RangeError when the arrays do not fit together or an axis does not ascend.
 */
export function checkSurface(surface: Surface): void {
  const { x, y, z } = surface;
  if (x.length < 2 || y.length < 2 || z.length !== x.length * y.length) {
    throw new RangeError(
      `A surface needs at least 2 × 2 points and z of length nx·ny, but x has ${x.length}, ` +
        `y has ${y.length} and z has ${z.length} elements.`,
    );
  }
  for (const axis of [x, y]) {
    for (let i = 1; i < axis.length; i++) {
      if (!(axis[i]! > axis[i - 1]!)) {
        throw new RangeError(
          `The axes of a surface must ascend, but ${axis[i]} follows ${axis[i - 1]}.`,
        );
      }
    }
  }
}
