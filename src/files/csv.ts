import type { OpenedSurface } from './opened';
import type { SurfaceToSave } from './save';
import { checkedSurface } from './surface';
import { quoted, refused } from './words';

/*
 * Two layouts of a surface as text are read, separated by commas, semicolons or tabs:
 *
 * - rows: a header `x,y,train_loss[,train_acc…]` (names are free, a header may be missing), then a
 *   line for every point, in any order. This is what is written.
 * - a grid: the first line holds the x after an empty or a worded cell, every other line a y and
 *   the values of its row.
 *
 * An empty cell, `nan` and −1 are missing points.
 */

/** Cells of the longest file that is read. */
const MOST_CELLS = 2_000_000;

/** @returns a surface as rows `x,y,train_loss[,train_acc]`, with accuracy in percent; RFC 4180. */
export function surfaceCsv({ x, y, loss, accuracy }: SurfaceToSave): string {
  const lines = [`x,y,train_loss${accuracy ? ',train_acc' : ''}`];
  const cell = (value: number) => (Number.isFinite(value) ? String(value) : '');
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) {
      const k = j * x.length + i;
      const share = accuracy ? `,${cell(100 * accuracy[k]!)}` : '';
      lines.push(`${x[i]},${y[j]},${cell(loss[k]!)}${share}`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * @param losses of each step's batch, before the step.
 * @param columns further numbers, one a step, by name.
 * @returns the log of a training, a line a step.
 */
export function logCsv(
  losses: ArrayLike<number>,
  columns: Readonly<Record<string, ArrayLike<number>>> = {},
): string {
  const more = Object.entries(columns);
  const lines = [['step', 'loss', ...more.map(([name]) => name)].join(',')];
  for (let step = 0; step < losses.length; step++) {
    lines.push([step, losses[step], ...more.map(([, values]) => values[step] ?? '')].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** @throws InputError in words for text that is no such table. */
export function readSurfaceCsv(name: string, text: string): OpenedSurface {
  const rows = cellsOf(name, text);
  const [first = [], second = []] = rows;
  const worded = first.some((cell) => cell !== '' && Number.isNaN(Number(cell)));
  // A grid has numbers after its corner; a header of names has none.
  const grid =
    second.length === first.length &&
    first.length > 1 &&
    first.slice(1).every((cell) => cell !== '' && !Number.isNaN(Number(cell))) &&
    (worded || first[0] === '' || !formsGrid(rows));
  return grid ? fromGrid(name, rows) : fromRows(name, rows, worded);
}

function cellsOf(name: string, text: string): string[][] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const separator = [';', '\t', ','].find((mark) => lines[0]?.includes(mark));
  if (!separator) {
    throw refused(
      name,
      'it is no table of numbers: columns must be parted by commas, semicolons or tabs.',
    );
  }
  const rows: string[][] = [];
  let count = 0;
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const cells = line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    count += cells.length;
    if (count > MOST_CELLS) throw refused(name, `it has more than ${MOST_CELLS} cells.`);
    rows.push(cells);
  }
  if (rows.length < 2) throw refused(name, 'it has fewer than two lines of numbers.');
  const odd = rows.findIndex((cells) => cells.length !== rows[0]!.length);
  if (odd >= 0) {
    throw refused(
      name,
      `its lines must have equally many cells, but line ${odd + 1} has ${rows[odd]!.length} and the first ${rows[0]!.length}.`,
    );
  }
  return rows;
}

function numberIn(name: string, cell: string, line: number): number {
  if (cell === '' || /^[+-]?(nan|inf|infinity|none|null|na)$/i.test(cell)) return Number.NaN;
  const value = Number(cell);
  if (Number.isNaN(value)) {
    throw refused(name, `a number was expected in line ${line + 1}, but ${quoted(cell)} came.`);
  }
  return value;
}

function fromGrid(name: string, rows: readonly string[][]): OpenedSurface {
  const [head, ...body] = rows;
  const numbers = body.map((cells, j) => cells.map((cell) => numberIn(name, cell, j + 1)));
  return checkedSurface({
    name,
    x: head!.slice(1).map(Number),
    y: numbers.map((cells) => cells[0]!),
    layers: [{ name: 'train_loss', values: numbers.flatMap((cells) => cells.slice(1)) }],
  });
}

/** Whether lines x, y, value… hold every x with every y exactly once. */
function formsGrid(rows: readonly string[][]): boolean {
  if (rows[0]!.length < 3) return false;
  const xs = new Set(rows.map((cells) => cells[0]));
  const ys = new Set(rows.map((cells) => cells[1]));
  return xs.size * ys.size === rows.length && xs.size > 1;
}

function fromRows(name: string, rows: readonly string[][], headed: boolean): OpenedSurface {
  const numbers = rows
    .slice(headed ? 1 : 0)
    .map((cells, line) => cells.map((cell) => numberIn(name, cell, line + (headed ? 1 : 0))));
  const columns = rows[0]!.length;
  if (columns < 2) throw refused(name, 'it needs columns x, y and loss, or x and loss.');
  const names = headed ? rows[0]! : ['x', 'y', 'train_loss'].slice(0, columns);
  // Two columns, or a second one that is no coordinate by name, make a line.
  const line = columns === 2 || (headed && /loss|acc|value/i.test(names[1]!));
  return surfaceFromPoints(name, numbers, line ? 1 : 2, (k) => names[k] ?? `column ${k + 1}`);
}

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
