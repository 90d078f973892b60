import type { Box } from '@/plot/camera';
import type { Surface } from '@/plot/types';

/** Height of the relief between the ends of its scale, in half widths of the box. */
export const RISE = 0.78;

/** The flat map lies under the relief, near enough to be read together, far enough to be seen. */
const FLOOR = -0.4;

/**
 * @param equal keep the axes' own proportion (within 1 : 3) instead of a square.
 */
export function boxOf(surface: Surface, equal = false): Box {
  const wide = surface.x[surface.x.length - 1]! - surface.x[0]!;
  const deep = surface.y[surface.y.length - 1]! - surface.y[0]!;
  const depth = equal ? Math.max(1 / 3, Math.min(3, deep / wide)) : 1;
  return { depth, floor: FLOOR, top: RISE };
}

/** From the surface's own coordinates to the box, and back. */
export interface BoxAxes {
  x(value: number): number;
  y(value: number): number;
  fromX(x: number): number;
  fromY(y: number): number;
}

export function boxAxes(surface: Pick<Surface, 'x' | 'y'>, { depth }: Box): BoxAxes {
  const x0 = surface.x[0]!;
  const y0 = surface.y[0]!;
  const halfX = (surface.x[surface.x.length - 1]! - x0) / 2;
  const halfY = (surface.y[surface.y.length - 1]! - y0) / 2;
  return {
    x: (value) => (value - x0) / halfX - 1,
    y: (value) => ((value - y0) / halfY - 1) * depth,
    fromX: (x) => x0 + (x + 1) * halfX,
    fromY: (y) => y0 + (y / depth + 1) * halfY,
  };
}

/** @returns the height of a place on the scale, cut off a little beyond its ends. */
export function rise(t: number): number {
  return RISE * Math.max(-0.002, Math.min(1.3, t));
}
