import type { ContourProps } from '@/plot/contour';
import type { CurvesProps } from '@/plot/curves';
import { ownScale } from '@/plot/scale';
import type { LinesPanel, MapPanel } from './definition';

export function curvesProps(panel: LinesPanel): CurvesProps {
  const { title, lines, x, y, baselines } = panel;
  return { label: title, x, y, series: lines, ...(baselines && { baselines }) };
}

export function contourProps(panel: MapPanel): ContourProps | undefined {
  const { grid, title, x, y, equal = false, paths = [] } = panel;
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
    paths: paths.map((path) => ({ ...path })),
  };
}
