import type { OpenedSurface } from './opened';
import { checkedSurface } from './surface';
import { refused } from './words';

/**
 * Puts scattered rows x, y, value… (or x, value… for a line) into their grid.
 *
 * @param coordinates how many of the columns are coordinates.
 * @throws InputError when the points are no full grid.
 */
export function surfaceFromPoints(
  name: string,
  points: readonly ArrayLike<number>[],
  coordinates: 1 | 2,
  columnName: (k: number) => string,
): OpenedSurface {
  const along = (k: number) => [...new Set(points.map((point) => point[k]!))].sort((a, b) => a - b);
  const x = along(0);
  const y = coordinates === 2 ? along(1) : [0];
  if (x.length * y.length !== points.length) {
    throw refused(
      name,
      `its ${points.length} points have ${x.length} different x and ${y.length} different y: every x with every y, once, was expected.`,
    );
  }
  const [column, row] = [x, y].map((values) => new Map(values.map((value, i) => [value, i])));
  const columns = points[0]!.length;
  const layers = Array.from({ length: columns - coordinates }, (_, k) => ({
    name: columnName(coordinates + k),
    values: new Float64Array(points.length).fill(Number.NaN),
  }));
  const seen = new Uint8Array(points.length);
  for (const point of points) {
    const at = (coordinates === 2 ? row!.get(point[1]!)! * x.length : 0) + column!.get(point[0]!)!;
    if (seen[at]) throw refused(name, `the point (${point[0]}, ${point[1]}) comes twice.`);
    seen[at] = 1;
    layers.forEach(({ values }, k) => {
      values[at] = point[coordinates + k]!;
    });
  }
  return checkedSurface({ name, x, y, layers });
}
