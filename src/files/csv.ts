import type { Opened, OpenedSurface } from './opened';
import { surfaceFromPoints } from './points';
import type { SurfaceToSave } from './save';
import { checkedSurface, checkedTrajectory } from './surface';
import { quoted, refused } from './words';

/*
 * Two layouts of a surface as text are read, separated by commas, semicolons or tabs:
 *
 * - rows: a header `x,y,train_loss[,train_acc…]` (names are free, a header may be missing), then a
 *   line for every point, in any order. This is what is written.
 * - a grid: the first line holds the x after an empty or a worded cell, every other line a y and
 *   the values of its row.
 *
 * A path has the header `proj_xcoord,proj_ycoord` and a line for every checkpoint.
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
export function openCsv(name: string, text: string): Opened {
  const rows = cellsOf(name, text);
  const [first = [], second = []] = rows;
  const isNumber = (cell: string) => cell !== '' && !Number.isNaN(Number(cell));
  const headed = first.some((cell) => /[a-z]/i.test(cell) && !isNumber(cell));
  if (first.join() === 'proj_xcoord,proj_ycoord') {
    const numbers = rows
      .slice(1)
      .map((cells, line) => cells.map((c) => numberIn(name, c, line + 1)));
    const along = (k: number) => numbers.map((row) => row[k]!);
    return { kind: 'trajectory', trajectory: checkedTrajectory(name, along(0), along(1)) };
  }
  // The first line of a grid has numbers after its corner; a header of names has none.
  const axis = second.length === first.length && first.slice(1).every(isNumber);
  const cornered = axis && first.length > 2 && !isNumber(first[0]!);
  return {
    kind: 'surface',
    surface: cornered ? fromGrid(name, rows) : fromRows(name, rows, headed),
  };
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
