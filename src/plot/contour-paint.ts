import { scaleLinear } from 'd3-scale';
import type { Placer } from '@/plot/bands';
import { cssColour, lightness } from '@/plot/colourmap';
import type { Field } from '@/plot/field';
import { type Axis, paintAxes, plotRect, type Rect, wordSize } from '@/plot/frame';
import { type Isoline, isolinesAt, type Level, levels } from '@/plot/isolines';
import { placeLabel } from '@/plot/line-labels';
import { paintMarks, paintPath } from '@/plot/overlay';
import { box, type Pen } from '@/plot/pen';
import { formatTick, type Scale } from '@/plot/scale';
import type { Theme } from '@/plot/theme';
import type { AxisLabels, Mark, Path, Region, Surface } from '@/plot/types';

export interface LevelLines {
  readonly level: Level;
  readonly lines: readonly Isoline[];
}

/** The isolines of a field at round values of its scale. */
export function levelLines(field: Field, scale: Scale, count = 7, between = 4): LevelLines[] {
  const all = levels(scale, count, between);
  const lines = isolinesAt(
    field,
    all.map((level) => level.t),
  );
  return all.map((level, k) => ({ level, lines: lines[k]! }));
}

export interface ContourSpec {
  readonly surface: Pick<Surface, 'x' | 'y'>;
  readonly scale: Scale;
  readonly axes: AxisLabels;
  readonly paths: readonly Path[];
  readonly marks: readonly Mark[];
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** One unit of x as long as one unit of y. */
  readonly equal: boolean;
  readonly lines: readonly LevelLines[];
  /** Fills the ground: as an image on a canvas, as bands in markup. */
  readonly ground: (place: Placer, rect: Rect) => void;
  /** The part of the plane that is shown; all of it by default. */
  readonly region?: Region | undefined;
}

/** Where a contour map's plane lies in its panel. */
export interface ContourPlace {
  readonly rect: Rect;
  readonly region: Region;
  readonly x: Axis;
  readonly y: Axis;
  readonly size: number;
  toPanel(x: number, y: number): readonly [number, number];
  toPlane(px: number, py: number): { readonly x: number; readonly y: number };
}

export function wholeRegion({ x, y }: Pick<Surface, 'x' | 'y'>): Region {
  return { x: [x[0]!, x[x.length - 1]!], y: [y[0]!, y[y.length - 1]!] };
}

/** Lays out the plane: the largest rectangle that fits, in the axes' own proportion if `equal`. */
export function placeContour(
  pen: Pen,
  spec: Pick<ContourSpec, 'surface' | 'axes' | 'width' | 'height' | 'equal' | 'region'>,
): ContourPlace {
  const { width, height, axes, equal } = spec;
  const region = spec.region ?? wholeRegion(spec.surface);
  const size = wordSize(width);
  const axis = (
    range: readonly [number, number],
    label: string | undefined,
    room: number,
  ): Axis => ({
    label,
    ticks: scaleLinear()
      .domain([...range])
      .ticks(Math.max(2, Math.min(6, Math.round(room / 70)))),
    at: (value) => (value - range[0]) / (range[1] - range[0]),
  });
  const x = axis(region.x, axes.x, width);
  const y = axis(region.y, axes.y, height);
  let rect = plotRect(pen, width, height, x, y, size);
  if (equal) {
    const shape = (region.y[1] - region.y[0]) / (region.x[1] - region.x[0]);
    const wide = Math.min(rect.width, rect.height / shape);
    const high = wide * shape;
    const left = rect.left + (rect.width - wide) / 2;
    rect = { left, top: rect.top, width: wide, height: high };
  }
  return {
    rect,
    region,
    x,
    y,
    size,
    toPanel: (px, py) => [
      rect.left + x.at(px) * rect.width,
      rect.top + (1 - y.at(py)) * rect.height,
    ],
    toPlane: (px, py) => ({
      x: region.x[0] + ((px - rect.left) / rect.width) * (region.x[1] - region.x[0]),
      y: region.y[0] + (1 - (py - rect.top) / rect.height) * (region.y[1] - region.y[0]),
    }),
  };
}

/** The whole picture but the crosshair: ground, isolines with their values, path, marks, axes. */
export function paintContour(pen: Pen, spec: ContourSpec): ContourPlace {
  const place = placeContour(pen, spec);
  const { rect, size } = place;
  const { theme, surface } = spec;
  const whole = wholeRegion(surface);
  const at = (u: number, v: number) =>
    place.toPanel(
      whole.x[0] + u * (whole.x[1] - whole.x[0]),
      whole.y[0] + v * (whole.y[1] - whole.y[0]),
    );
  pen.clip(rect.left, rect.top, rect.width, rect.height, () => {
    spec.ground(at, rect);
    paintIsolines(pen, spec, place);
    for (const path of spec.paths) paintPath(pen, path, place.toPanel, theme);
    paintMarks(pen, spec.marks, place.toPanel, theme, size);
  });
  pen.line(box(rect.left, rect.top, rect.width, rect.height), {
    colour: theme.soft,
    width: 1,
    alpha: 0.7,
    closed: true,
  });
  paintAxes(pen, rect, place.x, place.y, theme, size);
  return place;
}

/** Lines a shade darker than a light ground and lighter than a dark one, as on a good map. */
function paintIsolines(pen: Pen, { lines, scale }: ContourSpec, place: ContourPlace): void {
  const taken: [number, number][] = [];
  const labels: (() => void)[] = [];
  for (const { level, lines: isolines } of lines) {
    const ground = scale.colour(level.value);
    const light = lightness(ground) > 0.56;
    const colour = light ? '#0d1a26' : '#f4f8fb';
    const panel = inPanel(isolines, place);
    // One path a level: a graphics card takes one long path sooner than many short ones.
    pen.line(panel.points, {
      colour,
      width: level.major ? 1 : 0.7,
      alpha: level.major ? 0.55 : 0.22,
    });
    if (!level.major) continue;
    const words = formatTick(level.value);
    const size = place.size - 1.5;
    const width = pen.measure(words, size);
    isolines.forEach(({ closed }, k) => {
      const line = panel.points.subarray(panel.starts[k]!, panel.starts[k + 1]! - 2);
      const spot = placeLabel(line, closed, width, place.rect, taken);
      if (!spot) return;
      taken.push([spot.x, spot.y]);
      labels.push(() =>
        pen.text(spot.x, spot.y, words, {
          colour,
          size,
          anchor: 'middle',
          at: 'middle',
          angle: spot.angle,
          halo: cssColour(ground),
        }),
      );
    });
  }
  for (const label of labels) label();
}

/** Lines in panel coordinates one after the other, a gap after each, closed ones closed. */
function inPanel(lines: readonly Isoline[], { toPanel }: ContourPlace) {
  const starts = [0];
  for (const { points, closed } of lines) {
    starts.push(starts.at(-1)! + points.length + (closed ? 4 : 2));
  }
  const out = new Float64Array(starts.at(-1)!);
  const [x0, y0] = toPanel(0, 0);
  const [x1, y1] = toPanel(1, 1);
  lines.forEach(({ points, closed }, line) => {
    let at = starts[line]!;
    const n = points.length;
    for (let k = 0; k < n + (closed ? 2 : 0); k += 2) {
      out[at++] = x0 + points[k % n]! * (x1 - x0);
      out[at++] = y0 + points[(k + 1) % n]! * (y1 - y0);
    }
    out[at] = out[at + 1] = Number.NaN;
  });
  return { points: out, starts };
}
