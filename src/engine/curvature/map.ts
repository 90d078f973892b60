import { lengthIs } from '../errors';
import type { Executor } from '../executor';
import { checkPlane, type Grid, type Plane } from '../landscape/slice';
import { overlapped } from '../overlap';
import { pointOfPlane } from '../trajectory/project';
import { hessianSpectrum, type SpectrumOptions } from './spectrum';

/** Extreme eigenvalues on a grid; element j·nx + i at (x_i, y_j), NaN where not computed yet. */
export interface CurvatureMap extends Grid {
  readonly largest: Float32Array;
  readonly smallest: Float32Array;
}

/**
 * The Hessian's extreme eigenvalues over a slice. |λmin/λmax| near 0 says that the full loss is
 * nearly convex there, and so that the slice hides little of it (Li et al. 2018, section 6).
 *
 * Yields after every point; the arrays grow in place. Costs up to `maxSteps` Hessian products a
 * point, so grids are coarse.
 *
 * @throws InputError when plane and grid do not fit each other or the network.
 */
export async function* curvatureMap(
  plane: Plane,
  grid: Grid,
  executor: Executor,
  options: Pick<SpectrumOptions, 'tolerance' | 'maxSteps' | 'method'> = {},
): AsyncGenerator<{ readonly map: CurvatureMap; readonly done: number }, void, void> {
  checkPlane(plane, grid);
  const [nx, ny] = [grid.x.length, grid.y.length];
  const map: CurvatureMap = {
    ...grid,
    largest: new Float32Array(nx * ny).fill(Number.NaN),
    smallest: new Float32Array(nx * ny).fill(Number.NaN),
  };
  const { spec, samples, statistics, running, centre, directions } = plane;
  const measure = async (index: number) => {
    const coordinates = [grid.x[index % nx]!, grid.y[Math.floor(index / nx)]!];
    const parameters = pointOfPlane(centre, directions, coordinates.slice(0, directions.length));
    const { largest, smallest } = await hessianSpectrum(
      { spec, samples, statistics, running, parameters },
      executor,
      // An experiment's own counts are of the spectrum at its network.
      { tolerance: 1e-2, maxSteps: 40, ...options, largest: 1, smallest: 1 },
    );
    map.largest[index] = largest[0]!.value;
    map.smallest[index] = smallest[0]!.value;
  };
  let next = 0;
  let done = 0;
  const take = () => (next < nx * ny ? measure(next++) : undefined);
  for await (const _ of overlapped(take, executor.width)) {
    done++;
    yield { map, done };
  }
}

/** @returns |λmin/λmax| at every point. */
export function convexityRatio({ largest, smallest }: CurvatureMap): Float32Array {
  lengthIs('The smallest eigenvalues of a map', smallest, largest.length);
  return largest.map((value, i) => Math.abs(smallest[i]! / value));
}
