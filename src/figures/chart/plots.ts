import type { ContourProps } from '@/plot/contour';
import type { CurvesProps } from '@/plot/curves';
import { ownScale } from '@/plot/scale';
import type { Path } from '@/plot/types';
import type { LinesPanel, MapPanel } from './definition';

export function curvesProps(panel: LinesPanel): CurvesProps {
  const { title, lines, x, y, baselines } = panel;
  return { label: title, x, y, series: lines, ...(baselines && { baselines }) };
}

export function contourProps(panel: MapPanel): ContourProps | undefined {
  const { grid, title, x, y, equal = false } = panel;
  if (!grid.z.some(Number.isFinite)) return undefined;
  const surface = {
    x: Float64Array.from(grid.x),
    y: Float64Array.from(grid.y),
    z: Float32Array.from(grid.z),
  };
  return {
    surface,
    scale: ownScale(surface, panel.scale),
    label: title,
    axes: { x, y },
    equal,
    paths: pathsAt(panel),
  };
}

/** @returns the paths over a map; of those that know their time, the part after `now` is faint. */
export function pathsAt({ paths = [] }: MapPanel, now?: number): Path[] {
  return paths.map(({ at, ...path }) => {
    const current = at && now !== undefined ? at.findLastIndex((moment) => moment <= now) : -1;
    return { ...path, ...(current >= 0 && { current }) };
  });
}
