import { cssColour, MAP_SIZE } from '@/plot/colourmap';
import { box, type Pen } from '@/plot/pen';
import { formatTick, type Scale } from '@/plot/scale';
import type { Theme } from '@/plot/theme';
import { say } from '@/words';

export interface ColourBarSpec {
  readonly scale: Scale;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** A value to point at, such as the crosshair's. */
  readonly value?: number | undefined;
  /** Whether some values are missing: the legend then says how they look. */
  readonly missing?: boolean;
}

/**
 * The legend of a scale: a bar with ticks and the scale's label, lying where the panel is wider
 * than high, else standing. An open end (a point) says that values lie beyond it.
 */
export function paintColourBar(pen: Pen, spec: ColourBarSpec): void {
  const { width, height } = spec;
  if (width >= height) lying(pen, spec);
  else standing(pen, spec);
}

const SLICES = 64;

function slices(scale: Scale): string[] {
  const { table } = scale;
  return Array.from({ length: SLICES }, (_, k) => {
    const c = 3 * Math.round(((k + 0.5) / SLICES) * (MAP_SIZE - 1));
    return cssColour([table[c]!, table[c + 1]!, table[c + 2]!]);
  });
}

function lying(pen: Pen, { scale, theme, width, value, missing = false }: ColourBarSpec): void {
  const size = width < 300 ? 10.5 : 12;
  const left = 16;
  const note = missing ? say().plot.notComputed : '';
  const room = missing ? pen.measure(note, size) + 34 : 0;
  const wide = Math.max(20, width - 2 * left - room);
  const top = scale.label ? size * 1.5 : 3;
  const high = 11;
  if (scale.label) {
    pen.text(left, size * 0.15, kindOf(scale), { colour: theme.ink, size, at: 'top' });
  }
  const colours = slices(scale);
  colours.forEach((colour, k) => {
    const x = left + (k / SLICES) * wide;
    const slice = box(x, top, wide / SLICES + (k < SLICES - 1 ? 0.7 : 0), high);
    pen.fill([slice], { colour });
  });
  const middle = top + high / 2;
  if (scale.under) {
    pen.fill([[left, top, left, top + high, left - 9, middle]], { colour: colours[0]! });
  }
  if (scale.over) {
    const end = left + wide;
    pen.fill([[end, top, end, top + high, end + 9, middle]], { colour: colours[SLICES - 1]! });
  }
  let last = Number.NEGATIVE_INFINITY;
  for (const tick of scale.ticks(Math.max(2, Math.round(wide / 60)))) {
    const x = left + scale.at(tick) * wide;
    pen.line([x, top + high, x, top + high + 4], { colour: theme.soft, width: 1 });
    const words = formatTick(tick);
    const half = pen.measure(words, size) / 2;
    if (x - half < last + 6) continue;
    last = x + half;
    pen.text(x, top + high + 6, words, { colour: theme.soft, size, anchor: 'middle', at: 'top' });
  }
  if (missing) {
    const x = left + wide + 20;
    pen.fill([box(x, top, 12, high)], { colour: theme.missing, alpha: 0.75 });
    pen.line([x + 2, top + high, x + 12, top], { colour: theme.paper, width: 2 });
    pen.text(x + 17, middle, note, { colour: theme.soft, size, at: 'middle' });
  }
  if (value !== undefined && !Number.isNaN(value)) {
    const x = left + Math.max(0, Math.min(1, scale.at(value))) * wide;
    pen.line([x, top - 2, x, top + high + 2], { colour: theme.paper, width: 4 });
    pen.line([x, top - 2, x, top + high + 2], { colour: theme.ink, width: 2 });
  }
}

function standing(pen: Pen, { scale, theme, height, value }: ColourBarSpec): void {
  const size = 11.5;
  const left = 4;
  const wide = 12;
  const top = 16;
  const high = Math.max(20, height - 32);
  const colours = slices(scale);
  colours.forEach((colour, k) => {
    const y = top + (1 - (k + 1) / SLICES) * high;
    pen.fill([box(left, y, wide, high / SLICES + (k > 0 ? 0.7 : 0))], { colour });
  });
  const middle = left + wide / 2;
  if (scale.under) {
    pen.fill([[left, top + high, left + wide, top + high, middle, top + high + 9]], {
      colour: colours[0]!,
    });
  }
  if (scale.over) {
    pen.fill([[left, top, left + wide, top, middle, top - 9]], { colour: colours[SLICES - 1]! });
  }
  let widest = 0;
  for (const tick of scale.ticks(Math.max(2, Math.round(high / 46)))) {
    const y = top + (1 - scale.at(tick)) * high;
    pen.line([left + wide, y, left + wide + 4, y], { colour: theme.soft, width: 1 });
    const words = formatTick(tick);
    widest = Math.max(widest, pen.measure(words, size));
    pen.text(left + wide + 7, y, words, { colour: theme.soft, size, at: 'middle' });
  }
  if (scale.label) {
    pen.text(left + wide + widest + size * 1.5, top + high / 2, kindOf(scale), {
      colour: theme.ink,
      size,
      anchor: 'middle',
      at: 'middle',
      angle: Math.PI / 2,
    });
  }
  if (value !== undefined && !Number.isNaN(value)) {
    const y = top + (1 - Math.max(0, Math.min(1, scale.at(value)))) * high;
    pen.line([left - 2, y, left + wide + 2, y], { colour: theme.paper, width: 4 });
    pen.line([left - 2, y, left + wide + 2, y], { colour: theme.ink, width: 2 });
  }
}

function kindOf({ label, kind }: Scale): string {
  return kind === 'log' ? say().plot.logScale(label) : label;
}
