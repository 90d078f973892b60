import { scaleLinear } from 'd3-scale';
import { boxAxes, rise } from '@/plot/box';
import type { Box, View } from '@/plot/camera';
import type { Pen } from '@/plot/pen';
import { formatTick, type Scale } from '@/plot/scale';
import type { Theme } from '@/plot/theme';
import type { AxisLabels, Surface } from '@/plot/types';

type Spot = readonly [number, number, number];

/** What stands round a relief: the floor's rim, ticks on its two near edges, the scale's post. */
export interface FrameSpec {
  readonly surface: Pick<Surface, 'x' | 'y'>;
  readonly scale: Scale;
  readonly axes: AxisLabels;
  readonly box: Box;
  readonly view: View;
  readonly theme: Theme;
  /** Size of ticks' words in CSS pixels; small panels get smaller words and fewer ticks. */
  readonly size: number;
}

/** Drawn before the relief: nothing of it lies in front of the surface. */
export function paintFrame(pen: Pen, spec: FrameSpec): void {
  const { box, view, theme } = spec;
  const { depth, floor } = box;
  const rim: Spot[] = [
    [-1, -depth, floor],
    [1, -depth, floor],
    [1, depth, floor],
    [-1, depth, floor],
  ];
  pen.line(
    rim.flatMap((spot) => view.project(...spot)),
    { colour: theme.soft, width: 1, alpha: 0.65, closed: true },
  );
  // From nearly above, a post is a point: its ticks would lie on one another.
  if (view.back[2] < 0.97) paintPost(pen, spec, rim);
  const nearY = view.back[1] > 0 ? depth : -depth;
  const nearX = view.back[0] > 0 ? 1 : -1;
  const map = boxAxes(spec.surface, box);
  const { x, y } = spec.surface;
  paintEdge(pen, spec, {
    range: [x[0]!, x[x.length - 1]!],
    label: spec.axes.x,
    at: (value) => [map.x(value), nearY, floor],
    out: [0, Math.sign(nearY), 0],
  });
  paintEdge(pen, spec, {
    range: [y[0]!, y[y.length - 1]!],
    label: spec.axes.y,
    at: (value) => [nearX, map.y(value), floor],
    out: [nearX, 0, 0],
  });
}

interface Edge {
  readonly range: readonly [number, number];
  readonly label: string | undefined;
  readonly at: (value: number) => Spot;
  readonly out: Spot;
}

function paintEdge(pen: Pen, { view, theme, size }: FrameSpec, edge: Edge): void {
  const outward = (spot: Spot, far: number): Spot => [
    spot[0] + edge.out[0] * far,
    spot[1] + edge.out[1] * far,
    spot[2],
  ];
  const ticks = scaleLinear()
    .domain([...edge.range])
    .ticks(size < 11 ? 3 : 5);
  const start = view.project(...edge.at(edge.range[0]));
  const end = view.project(...edge.at(edge.range[1]));
  const middle = edge.at((edge.range[0] + edge.range[1]) / 2);
  const [mx, my] = view.project(...middle);
  const [ox, oy] = view.project(...outward(middle, 0.1));
  const length = Math.hypot(ox - mx, oy - my) || 1;
  // Seen edge on, there is no room for words.
  if (Math.hypot(end[0] - start[0], end[1] - start[1]) < 4 * size) return;
  const away = [(ox - mx) / length, (oy - my) / length] as const;
  const anchor = away[0] > 0.35 ? 'start' : away[0] < -0.35 ? 'end' : 'middle';
  let widest = 0;
  for (const value of ticks) {
    const [px, py] = view.project(...edge.at(value));
    pen.line([px, py, px + away[0] * 5, py + away[1] * 5], {
      colour: theme.soft,
      width: 1,
      alpha: 0.8,
    });
    const words = formatTick(value);
    widest = Math.max(widest, pen.measure(words, size));
    pen.text(px + away[0] * 9, py + away[1] * (9 + size * 0.4), words, {
      colour: theme.soft,
      size,
      anchor,
      at: 'middle',
    });
  }
  if (!edge.label) return;
  // The label runs along its edge, beyond the ticks.
  const long = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const [ex, ey] = [(end[0] - start[0]) / long, (end[1] - start[1]) / long];
  const side = Math.sign(away[0] * -ey + away[1] * ex);
  const [nx, ny] = [-ey * side, ex * side];
  const gap = 12 + (widest + 2) * Math.abs(nx) + size * 1.35 * Math.abs(ny);
  if (pen.measure(edge.label, size) > 1.15 * long) return;
  pen.text(mx + nx * gap, my + ny * gap, edge.label, {
    colour: theme.ink,
    size: size + 0.5,
    anchor: 'middle',
    at: 'middle',
    angle: Math.atan(ey / (Math.abs(ex) < 1e-6 ? 1e-6 : ex)),
  });
}

/** The scale's post stands at the corner that the reader sees farthest left. */
function paintPost(pen: Pen, spec: FrameSpec, rim: readonly Spot[]): void {
  const { view, scale, theme, size } = spec;
  const left = [...rim].sort((a, b) => view.project(...a)[0] - view.project(...b)[0])[0]!;
  const at = (t: number) => view.project(left[0], left[1], rise(t));
  const foot = view.project(...left);
  pen.line([...foot, ...at(1)], { colour: theme.soft, width: 1, alpha: 0.65 });
  const high = Math.abs(at(0)[1] - at(1)[1]);
  if (high < 3 * size) return;
  const ticks = scale.ticks(Math.max(2, Math.min(6, Math.round(high / (size * 2.4)))));
  let last = Number.POSITIVE_INFINITY;
  for (const value of ticks) {
    const t = scale.at(value);
    if (t < -1e-6 || t > 1 + 1e-6) continue;
    const [px, py] = at(t);
    pen.line([px - 5, py, px, py], { colour: theme.soft, width: 1, alpha: 0.8 });
    if (last - py < size * 1.15) continue;
    last = py;
    pen.text(px - 8, py, formatTick(value), {
      colour: theme.soft,
      size,
      anchor: 'end',
      at: 'middle',
    });
  }
  const name = spec.axes.z ?? scale.label;
  if (name) {
    const [px, py] = at(1);
    const wide = pen.measure(name, size + 0.5);
    pen.text(Math.max(4, px - wide * 0.5), py - 10, name, { colour: theme.ink, size: size + 0.5 });
  }
}
