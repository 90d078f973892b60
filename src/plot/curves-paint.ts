import { nice } from 'd3-array';
import { type Axis, paintAxes, plotRect, type Rect, wordSize } from '@/plot/frame';
import type { Pen } from '@/plot/pen';
import { formatTick, Scale } from '@/plot/scale';
import { pixelLine, smoothed } from '@/plot/series';
import { hueOf, type Theme } from '@/plot/theme';

/** One line of a chart; x ascends. */
export interface Series {
  readonly name: string;
  /** A hue's name in the theme (`plain`, `skip`, `green`, …) or any CSS colour. */
  readonly hue?: string;
  readonly dashed?: boolean;
  /** A cloud of points instead of a line. */
  readonly dots?: boolean;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** How many points are filled so far; all by default. */
  readonly count?: number;
  /** A band about the line, such as the quartiles of several seeds. */
  readonly low?: ArrayLike<number>;
  readonly high?: ArrayLike<number>;
  /** Points in a running mean; what it smooths stays visible, faint. */
  readonly smooth?: number;
  /** Measured on the right axis. */
  readonly right?: boolean;
}

/** Radius of the dots of a cloud, in CSS pixels. */
const DOT = 3.6;

export interface AxisSpec {
  readonly label: string;
  readonly kind?: 'linear' | 'log';
  /** Ends of the axis; from the data where it is not given. */
  readonly domain?: readonly [number, number];
}

/** A value to compare with: chance, 2/π, 2/η. */
export interface Baseline {
  readonly value: number;
  readonly label: string;
  readonly right?: boolean;
}

export interface CurvesSpec {
  readonly series: readonly Series[];
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly right?: AxisSpec | undefined;
  readonly baselines?: readonly Baseline[];
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** x of the present time, if the chart follows one. */
  readonly now?: number | undefined;
}

export interface CurvesPlace {
  readonly rect: Rect;
  readonly x: Scale;
  readonly y: Scale;
  readonly right: Scale | null;
  readonly size: number;
}

export function countOf(series: Series): number {
  return Math.min(series.count ?? series.x.length, series.x.length, series.y.length);
}

/** The scale of an axis: the given domain, or round ends about the data. */
function scaleOf(spec: AxisSpec, values: Iterable<number>, tight: boolean): Scale {
  const kind = spec.kind ?? 'linear';
  const fallback: readonly [number, number] = kind === 'log' ? [1, 10] : [0, 1];
  let [low, high] = spec.domain ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (!spec.domain) {
    for (const value of values) {
      if (!Number.isFinite(value) || (kind === 'log' && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!(low <= high) || (kind === 'log' && low <= 0)) [low, high] = fallback;
  if (low === high) {
    [low, high] =
      kind === 'log'
        ? [low / 2, high * 2]
        : [low - 0.5 * Math.abs(low || 1), high + 0.5 * Math.abs(high || 1)];
  } else if (!spec.domain && !tight) {
    if (kind === 'log') {
      const pad = (high / low) ** 0.05;
      [low, high] = [low / pad, high * pad];
    } else {
      [low, high] = nice(low > 0 && low < 0.3 * high ? 0 : low, high, 5) as [number, number];
    }
  }
  return new Scale([low, high], { kind });
}

function* valuesOf(series: readonly Series[], right: boolean, baselines: readonly Baseline[]) {
  for (const line of series) {
    if ((line.right ?? false) !== right) continue;
    const n = countOf(line);
    for (let k = 0; k < n; k++) {
      yield line.y[k]!;
      if (line.low) yield line.low[k]!;
      if (line.high) yield line.high[k]!;
    }
  }
  for (const line of baselines) if ((line.right ?? false) === right) yield line.value;
}

function* placesOf(series: readonly Series[]) {
  for (const line of series) {
    const n = countOf(line);
    for (let k = 0; k < n; k++) yield line.x[k]!;
  }
}

/** @returns where everything lies: scales, and the rectangle of the data. */
export function placeCurves(pen: Pen, spec: CurvesSpec): CurvesPlace {
  const { series, width, height, baselines = [] } = spec;
  const size = wordSize(width);
  // Lines end at the frame; dots need room about them.
  const tight = !series.some(({ dots }) => dots);
  const x = scaleOf(spec.x, placesOf(series), tight);
  const y = scaleOf(spec.y, valuesOf(series, false, baselines), false);
  const right = spec.right ? scaleOf(spec.right, valuesOf(series, true, baselines), false) : null;
  const rect = plotRect(pen, width, height, axis(x, spec.x, width), axis(y, spec.y, height), size);
  const legend = legendRows(pen, spec, rect.width, size) * size * 1.5;
  const margin = right
    ? Math.max(...right.ticks(5).map((value) => pen.measure(formatTick(value), size))) + size * 1.9
    : 0;
  return {
    rect: {
      left: rect.left,
      top: rect.top + legend,
      width: Math.max(8, rect.width - margin),
      height: Math.max(8, rect.height - legend),
    },
    x,
    y,
    right,
    size,
  };
}

function axis(scale: Scale, spec: AxisSpec, room: number): Axis {
  return {
    label: spec.label,
    ticks: scale.ticks(Math.max(2, Math.min(7, Math.round(room / 62)))),
    at: (value) => scale.at(value),
  };
}

function legendItems(pen: Pen, { series }: CurvesSpec, size: number) {
  return series
    .filter((line) => line.name !== '')
    .map((line) => ({ line, wide: pen.measure(line.name, size) + 44 }));
}

function legendRows(pen: Pen, spec: CurvesSpec, width: number, size: number): number {
  let rows = 0;
  let used = Number.POSITIVE_INFINITY;
  for (const { wide } of legendItems(pen, spec, size)) {
    if (used + wide > width) {
      rows++;
      used = 0;
    }
    used += wide;
  }
  return rows;
}

/** The whole chart but the hover: grid, baselines, bands, lines, the present time, legend. */
export function paintCurves(pen: Pen, spec: CurvesSpec): CurvesPlace {
  const { series, theme, width, height, baselines = [], now } = spec;
  const place = placeCurves(pen, spec);
  const { rect, x, y, right, size } = place;
  paintAxes(pen, rect, axis(x, spec.x, width), axis(y, spec.y, height), theme, size, {
    grid: true,
    mark: false,
  });
  if (right && spec.right) paintRight(pen, rect, right, spec.right, theme, size);
  const foot = rect.top + rect.height;
  pen.line([rect.left, foot, rect.left + rect.width, foot], { colour: theme.soft, width: 1 });
  const toX = (value: number) => rect.left + x.at(value) * rect.width;
  const toY = (line: { readonly right?: boolean }) => (value: number) =>
    foot - (line.right && right ? right : y).at(value) * rect.height;
  pen.clip(rect.left - 3, rect.top - 3, rect.width + 6, rect.height + 6, () => {
    for (const line of baselines) {
      const at = toY(line)(line.value);
      pen.line([rect.left, at, rect.left + rect.width, at], {
        colour: theme.hues['grey']!,
        width: 1.2,
        dash: [2, 3],
      });
    }
    for (const line of series) paintBand(pen, line, toX, toY(line), theme, rect.width);
    for (const line of series) paintLine(pen, line, toX, toY(line), theme, rect.width, now);
    for (const line of baselines) {
      pen.text(rect.left + rect.width - 4, toY(line)(line.value) - 4, line.label, {
        colour: theme.soft,
        size: size - 0.5,
        anchor: 'end',
        halo: theme.paper,
      });
    }
  });
  if (now !== undefined && x.at(now) >= 0 && x.at(now) <= 1) {
    const at = toX(now);
    pen.line([at, rect.top, at, foot], { colour: theme.accent, width: 1.2, alpha: 0.8 });
    for (const line of series) {
      const value = valueAt(drawn(line), now);
      if (!Number.isFinite(value)) continue;
      const py = toY(line)(value);
      if (py < rect.top - 4 || py > foot + 4) continue;
      pen.disc(at, py, 4.4, { colour: theme.paper });
      pen.disc(at, py, 3.2, { colour: hueOf(theme, line.hue) });
    }
  }
  paintLegend(pen, spec, place);
  return place;
}

function paintRight(
  pen: Pen,
  rect: Rect,
  scale: Scale,
  spec: AxisSpec,
  theme: Theme,
  size: number,
): void {
  const edge = rect.left + rect.width;
  let widest = 0;
  for (const value of scale.ticks(5)) {
    const words = formatTick(value);
    widest = Math.max(widest, pen.measure(words, size));
    pen.text(edge + 7, rect.top + (1 - scale.at(value)) * rect.height, words, {
      colour: theme.soft,
      size,
      at: 'middle',
    });
  }
  pen.text(edge + widest + size * 1.5, rect.top + rect.height / 2, spec.label, {
    colour: theme.ink,
    size: size + 0.5,
    anchor: 'middle',
    at: 'middle',
    angle: Math.PI / 2,
  });
}

type To = (value: number) => number;

function paintBand(pen: Pen, line: Series, toX: To, toY: To, theme: Theme, width: number): void {
  const { low, high } = line;
  if (!low || !high) return;
  const n = countOf(line);
  const upper = pixelLine(line.x, high, n, toX, toY, width);
  const lower = pixelLine(line.x, low, n, toX, toY, width);
  const ring: number[] = [];
  for (let k = 0; k < upper.length; k += 2) {
    if (!Number.isNaN(upper[k + 1]!)) ring.push(upper[k]!, upper[k + 1]!);
  }
  for (let k = lower.length - 2; k >= 0; k -= 2) {
    if (!Number.isNaN(lower[k + 1]!)) ring.push(lower[k]!, lower[k + 1]!);
  }
  if (ring.length >= 6) pen.fill([ring], { colour: hueOf(theme, line.hue), alpha: 0.16 });
}

/** What comes after the present time is faint, as on the paths of the surfaces. */
function paintLine(
  pen: Pen,
  line: Series,
  toX: To,
  toY: To,
  theme: Theme,
  width: number,
  now: number | undefined,
): void {
  const n = countOf(line);
  if (n === 0) return;
  if (line.dots) {
    for (let k = 0; k < n; k++) {
      const [px, py] = [toX(line.x[k]!), toY(line.y[k]!)];
      if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
      pen.disc(px, py, DOT + 0.9, { colour: theme.paper });
      pen.disc(px, py, DOT, { colour: hueOf(theme, line.hue), alpha: 0.9 });
    }
    return;
  }
  const style = {
    colour: hueOf(theme, line.hue),
    width: 2,
    ...(line.dashed ? { dash: [6, 4] } : {}),
  };
  const { y } = drawn(line);
  if (y !== line.y) {
    const raw = pixelLine(line.x, line.y, n, toX, toY, width);
    pen.line(raw, { ...style, width: 1, alpha: 0.28 });
  }
  const points = pixelLine(line.x, y, n, toX, toY, width);
  const limit = now === undefined ? Number.POSITIVE_INFINITY : toX(now);
  let cut = 0;
  while (cut < points.length && !(points[cut]! > limit)) cut += 2;
  if (cut < points.length) {
    pen.line(points.subarray(Math.max(0, cut - 2)), { ...style, alpha: 0.32 });
  }
  pen.line(points.subarray(0, cut), style);
}

/** The series as its strong line shows it. */
function drawn(line: Series): Series {
  if (!line.smooth || line.smooth <= 1) return line;
  return { ...line, y: smoothed(line.y, countOf(line), line.smooth) };
}

/** Linear between the points; NaN before the first and after the last, and between dots. */
export function valueAt(line: Series, x: number): number {
  const n = countOf(line);
  if (line.dots) {
    const found = Array.from({ length: n }, (_, k) => k).find((k) => line.x[k] === x);
    return found === undefined ? Number.NaN : line.y[found]!;
  }
  if (n === 0 || x < line.x[0]! || x > line.x[n - 1]!) return Number.NaN;
  let low = 0;
  let high = n - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (line.x[middle]! <= x) low = middle;
    else high = middle;
  }
  const [a, b] = [line.x[low]!, line.x[high]!];
  if (x === b) return line.y[high]!;
  return line.y[low]! + ((line.y[high]! - line.y[low]!) * (x - a)) / (b - a || 1);
}

function paintLegend(pen: Pen, spec: CurvesSpec, { rect, size }: CurvesPlace): void {
  const { theme } = spec;
  const items = legendItems(pen, spec, size);
  const room = rect.width;
  let x = 0;
  let row = -1;
  const rows = legendRows(pen, spec, room, size);
  for (const { line, wide } of items) {
    if (row < 0 || x + wide > room) {
      row++;
      x = 0;
    }
    const px = rect.left + x;
    const py = rect.top - (rows - row) * size * 1.5 + size * 0.4;
    if (line.dots) {
      pen.disc(px + 11, py, DOT, { colour: hueOf(theme, line.hue) });
    } else {
      pen.line([px, py, px + 22, py], {
        colour: hueOf(theme, line.hue),
        width: 2.4,
        ...(line.dashed ? { dash: [6, 4] } : {}),
      });
    }
    pen.text(px + 28, py, line.name, { colour: theme.ink, size, at: 'middle' });
    x += wide;
  }
}
