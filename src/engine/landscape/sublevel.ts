import { InputError } from '../errors';
import { basinRadii, checkLosses, lossAt } from './basin';
import type { Grid } from './slice';

/** The part of a slice whose loss lies below a level. */
export interface Sublevel {
  /** Connected pieces (four neighbours) of the grid points below the level, touching or not. */
  readonly pieces: number;
  /**
   * Ratio of the long to the short axis, from the second moments of the star-shaped region that is
   * seen from the centre along the rays of `basinOf`: 1 for a disc, a/b for an ellipse.
   */
  readonly aspect: number;
}

/**
 * @param surface a plane with its losses, element j·nx + i at (x_i, y_j)
 * @param rim how far above the loss at the centre the level lies, in nats
 * @returns nothing when the grid is a line, does not hold the centre, or has no finite loss there.
 */
export function sublevel(
  surface: Grid & { readonly loss: ArrayLike<number> },
  rim: number,
): Sublevel | undefined {
  const { x, y, loss } = surface;
  checkLosses(surface, loss);
  if (!Number.isFinite(rim)) {
    throw new InputError(`The height of a level must be a finite number, but ${rim} came.`);
  }
  const centre = lossAt(surface, loss, 0, 0);
  if (y.length === 1 || centre === undefined || !Number.isFinite(centre)) return undefined;
  const level = centre + rim;
  return {
    pieces: countPieces(x.length, y.length, (point) => loss[point]! < level),
    aspect: aspectOf(basinRadii(surface, loss, level).map(({ radius }) => radius)),
  };
}

function countPieces(nx: number, ny: number, below: (point: number) => boolean): number {
  const seen = new Uint8Array(nx * ny);
  let pieces = 0;
  for (let start = 0; start < nx * ny; start++) {
    if (seen[start] || !below(start)) continue;
    pieces++;
    const open = [start];
    while (open.length > 0) {
      const point = open.pop()!;
      if (seen[point] || !below(point)) continue;
      seen[point] = 1;
      const i = point % nx;
      if (i > 0) open.push(point - 1);
      if (i < nx - 1) open.push(point + 1);
      if (point >= nx) open.push(point - nx);
      if (point < nx * (ny - 1)) open.push(point + nx);
    }
  }
  return pieces;
}

/** Area and moments of a star-shaped region in polar coordinates: dA = ½r² dφ, ∫ρ³dρ = ¼r⁴. */
function aspectOf(radii: readonly number[]): number {
  let [area, mx, my, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (const [ray, r] of radii.entries()) {
    const angle = (2 * Math.PI * ray) / radii.length;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    area += r ** 2 / 2;
    mx += (r ** 3 / 3) * c;
    my += (r ** 3 / 3) * s;
    xx += (r ** 4 / 4) * c * c;
    xy += (r ** 4 / 4) * c * s;
    yy += (r ** 4 / 4) * s * s;
  }
  const [cx, cy] = [mx / area, my / area];
  const [vx, vxy, vy] = [xx / area - cx * cx, xy / area - cx * cy, yy / area - cy * cy];
  const spread = Math.hypot((vx - vy) / 2, vxy);
  return Math.sqrt(((vx + vy) / 2 + spread) / ((vx + vy) / 2 - spread));
}
