import { paintBands } from '@/plot/bands';
import { boxOf } from '@/plot/box';
import { type Camera, HOME, viewOf } from '@/plot/camera';
import { levelLines, paintContour } from '@/plot/contour-paint';
import { type CurvesSpec, paintCurves } from '@/plot/curves-paint';
import { paintFacets, paintReliefLines, resample } from '@/plot/facets';
import { refine } from '@/plot/field';
import { wordSize } from '@/plot/frame';
import { overRings, paintHatch } from '@/plot/hatch';
import { levels } from '@/plot/isolines';
import { escapeXml, type SvgPen, svgPen } from '@/plot/pen-svg';
import { paintFrame } from '@/plot/relief-frame';
import type { Scale } from '@/plot/scale';
import { type StillTheme, stillTheme } from '@/plot/theme';
import type { AxisLabels, Mark, Path, Surface } from '@/plot/types';

export interface StillOptions {
  /** Size in CSS pixels; the markup scales with its box. */
  readonly width: number;
  readonly height: number;
  /** Words for those who do not see it. */
  readonly label: string;
  /** `css` (the default) follows the page's custom properties, light and dark alike. */
  readonly theme?: StillTheme;
  readonly axes?: AxisLabels;
  readonly path?: Path;
  readonly marks?: readonly Mark[];
  /** About how many bytes of markup; the picture gets plainer until it fits. Default 56,000. */
  readonly budget?: number;
}

export interface ContourStillOptions extends StillOptions {
  /** One unit of x as long as one unit of y. */
  readonly equal?: boolean;
  /** Several paths instead of one, each in its hue. */
  readonly paths?: readonly Path[];
}

export interface ReliefStillOptions extends StillOptions {
  readonly camera?: Camera;
}

const GRAIN = 2;

/**
 * A lit relief as SVG markup, without a DOM: what stands in the figure's box until it wakes, with
 * the live plot's own camera and frame, so that nothing jumps.
 */
export function reliefSvg(surface: Surface, scale: Scale, options: ReliefStillOptions): string {
  const { width, height, camera = HOME, budget = 56_000 } = options;
  const theme = stillTheme(options.theme ?? 'css');
  const box = boxOf(surface);
  const view = viewOf(camera, box, width, height);
  const fine = refine(surface, scale);
  const lines = levels(scale)
    .filter((level) => level.major)
    .map((level) => level.t);
  const frame = svgPen(GRAIN);
  paintFrame(frame, {
    surface,
    scale,
    axes: options.axes ?? {},
    box,
    view,
    theme,
    size: wordSize(width),
  });
  const floor = fitting([14, 11, 8, 6, 4], 0.26 * budget, (count, pen) =>
    paintBands(
      pen,
      resample(fine, 40),
      scale,
      (u, v) => view.project(2 * u - 1, (2 * v - 1) * box.depth, box.floor),
      { count, alpha: 0.84, missing: theme.missing },
    ),
  );
  const drawn = svgPen(GRAIN);
  paintReliefLines(drawn, resample(fine, 72), view, box, lines);
  const left = budget - floor.length - frame.markup().length - drawn.markup().length - 400;
  const relief = fitting([64, 56, 50, 44, 38, 34, 30, 26, 22, 18], left, (facets, pen) =>
    paintFacets(pen, resample(fine, facets), scale, view, box, facets > 40 ? 8 : 9),
  );

  return wrap(frame.markup() + floor + relief + drawn.markup(), options);
}

/** The richest of several pictures whose markup keeps within `budget`; else the plainest. */
function fitting(
  choices: readonly number[],
  budget: number,
  draw: (choice: number, pen: SvgPen) => void,
): string {
  let markup = '';
  for (const choice of choices) {
    const pen = svgPen(GRAIN);
    draw(choice, pen);
    markup = pen.markup();
    if (markup.length <= budget) break;
  }
  return markup;
}

/** A contour map as SVG markup, without a DOM: filled bands, isolines, axes, path and marks. */
export function contourSvg(surface: Surface, scale: Scale, options: ContourStillOptions): string {
  const theme = stillTheme(options.theme ?? 'css');
  const fine = refine(surface, scale);
  const markup = fitting([4, 3, 2, 1], options.budget ?? 56_000, (detail, pen) => {
    const field = resample(fine, 24 + 12 * detail);
    paintContour(pen, {
      surface,
      scale,
      axes: options.axes ?? {},
      paths: options.paths ?? (options.path ? [options.path] : []),
      marks: options.marks ?? [],
      theme,
      width: options.width,
      height: options.height,
      equal: options.equal ?? false,
      lines: levelLines(field, scale, 3 + detail, detail),
      ground: (place, rect) => {
        paintBands(pen, field, scale, place, { count: 4 + 4 * detail, missing: theme.missing });
        paintHatch(pen, overRings(field, place), rect, theme.paper);
      },
    });
  });
  return wrap(markup, options);
}

/** A line chart as SVG markup, without a DOM. */
export function curvesSvg(
  chart: Omit<CurvesSpec, 'theme' | 'width' | 'height'>,
  options: StillOptions,
): string {
  const { width, height } = options;
  const pen = svgPen(GRAIN);
  paintCurves(pen, { ...chart, theme: stillTheme(options.theme ?? 'css'), width, height });
  return wrap(pen.markup(), options);
}

function wrap(markup: string, { width, height, label }: StillOptions): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * GRAIN} ${height * GRAIN}" ` +
    `width="${width}" height="${height}" role="img" aria-label="${escapeXml(label)}" ` +
    `style="max-width:100%;display:block">${markup}</svg>`
  );
}
