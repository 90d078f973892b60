import { boxAxes, rise } from '@/plot/box';
import type { Box, View } from '@/plot/camera';
import { MAP_SIZE, type Rgb } from '@/plot/colourmap';
import { type Field, sample } from '@/plot/field';
import { vertices } from '@/plot/gl/relief-mesh';
import { isolines } from '@/plot/isolines';
import { keyLight, litColour, unit } from '@/plot/light';
import type { Pen } from '@/plot/pen';
import type { Scale } from '@/plot/scale';
import { seen } from '@/plot/sight';

/** @returns the field at n × n even places. */
export function resample(field: Field, n: number): Field {
  const even = (axis: Float64Array) => {
    const first = axis[0]!;
    const last = axis[axis.length - 1]!;
    return Float64Array.from({ length: n }, (_, k) =>
      k === n - 1 ? last : first + ((last - first) * k) / (n - 1),
    );
  };
  const x = even(field.x);
  const y = even(field.y);
  const t = new Float32Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) t[j * n + i] = sample(field.x, field.y, field.t, x[i]!, y[j]!);
  }
  return { x, y, t };
}

/** One corner of a facet: panel coordinates and its place on the scale. */
type Corner = readonly [x: number, y: number, t: number];

/**
 * Draws a lit relief facet by facet from back to front (the painter's algorithm), where there is no
 * graphics card to do it: in stills, in SVG, and in browsers without WebGL. Neighbours of one
 * colour are drawn as one strip. Above the clip the relief is cut open, as it is elsewhere.
 * @param field n × n, from `resample`; n² facets.
 * @param tolerance largest difference of colour within a strip, of 255.
 */
export function paintFacets(
  pen: Pen,
  field: Field,
  scale: Scale,
  view: View,
  box: Box,
  tolerance = 7,
): void {
  const n = field.x.length;
  const data = vertices(field);
  const key = keyLight(view);
  const eye = unit(view.back);
  const table = scale.table;
  const corners: Corner[] = [];
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const t = field.t[j * n + i]!;
      const [px, py] = view.project(
        (2 * i) / (n - 1) - 1,
        ((2 * j) / (n - 1) - 1) * box.depth,
        rise(!Number.isNaN(t) ? t : 0),
      );
      corners.push([px, py, t]);
    }
  }
  const colourOf = (ks: readonly number[]): Rgb => {
    const mean = (c: number) => ks.reduce((sum, k) => sum + data[4 * k + c]!, 0) / 4;
    const c = 3 * Math.round(Math.max(0, Math.min(1, mean(0))) * (MAP_SIZE - 1));
    const base: Rgb = [table[c]!, table[c + 1]!, table[c + 2]!];
    return litColour(base, mean(1), mean(2), mean(3), box.depth, key, eye);
  };
  const far = <T>(list: T[], away: boolean) => (away ? list : list.reverse());
  const index = Array.from({ length: n - 1 }, (_, k) => k);
  // The sight runs mostly along one axis: rows lie across it, from the far end to the near.
  const across = Math.abs(view.back[1]) >= Math.abs(view.back[0]);
  const rows = far([...index], across ? view.back[1] > 0 : view.back[0] > 0);
  const columns = far([...index], across ? view.back[0] > 0 : view.back[1] > 0);
  for (const row of rows) {
    const strip = new Strip(pen, tolerance);
    for (const column of columns) {
      const [i, j] = across ? [column, row] : [row, column];
      const k = j * n + i;
      const ks = [k, k + 1, k + n + 1, k + n];
      const quad = ks.map((q) => corners[q]!);
      if (quad.some((corner) => Number.isNaN(corner[2]))) continue;
      if (quad.every((corner) => corner[2] >= 1)) continue;
      const colour = colourOf(ks);
      if (quad.some((corner) => corner[2] > 1)) strip.alone(belowOne(quad), cssHex(colour));
      else {
        // Along the strip: the edge it enters by and the edge it leaves by.
        const forward = columns[0] === 0;
        const [a, b, c, d] = quad as [Corner, Corner, Corner, Corner];
        const [enter, leave] = across
          ? [
              [a, d],
              [b, c],
            ]
          : [
              [a, b],
              [d, c],
            ];
        strip.add(...((forward ? [enter, leave] : [leave, enter]) as [Corner[], Corner[]]), colour);
      }
    }
    strip.flush();
  }
}

function cssHex(rgb: Rgb): string {
  const hex = rgb.map((byte) => Math.min(255, Math.round(byte)).toString(16).padStart(2, '0'));
  return `#${hex.join('')}`;
}

/** Neighbouring facets of almost one colour and one turn, gathered into one outline. */
class Strip {
  readonly #pen: Pen;
  readonly #tolerance: number;
  #first: Rgb = [0, 0, 0];
  #sum: [number, number, number] = [0, 0, 0];
  #count = 0;
  #turn = 0;
  #near: number[] = [];
  #far: number[] = [];

  constructor(pen: Pen, tolerance: number) {
    this.#pen = pen;
    this.#tolerance = tolerance;
  }

  add(enter: readonly Corner[], leave: readonly Corner[], colour: Rgb): void {
    const [a, d] = enter as [Corner, Corner];
    const [b, c] = leave as [Corner, Corner];
    // One outline must not run both ways round: its overlap with itself would become a hole.
    const turn = Math.sign((c[0] - a[0]) * (d[1] - b[1]) - (c[1] - a[1]) * (d[0] - b[0]));
    const n = this.#near.length;
    const unlike = [0, 1, 2].some((k) => Math.abs(colour[k]! - this.#first[k]!) > this.#tolerance);
    const apart = n > 0 && (this.#near[n - 2] !== a[0] || this.#near[n - 1] !== a[1]);
    if (unlike || apart || turn !== this.#turn) this.flush();
    if (this.#count === 0) {
      this.#first = colour;
      this.#turn = turn;
      this.#near.push(a[0], a[1]);
      this.#far.push(d[1], d[0]);
    }
    this.#count++;
    for (let k = 0; k < 3; k++) this.#sum[k]! += colour[k]!;
    this.#near.push(b[0], b[1]);
    this.#far.push(c[1], c[0]);
  }

  alone(polygon: readonly number[], colour: string): void {
    this.flush();
    if (polygon.length >= 6) this.#pen.fill([polygon], { colour, seam: SEAM });
  }

  flush(): void {
    if (this.#count > 0) {
      const [r, g, b] = this.#sum.map((sum) => sum / this.#count) as [number, number, number];
      const ring = [...this.#near, ...this.#far.reverse()];
      this.#pen.fill([ring], { colour: cssHex([r, g, b]), seam: SEAM });
    }
    this.#near = [];
    this.#far = [];
    this.#sum = [0, 0, 0];
    this.#count = 0;
  }
}

const SEAM = 0.7;

/** The part of a facet below place 1 (Sutherland & Hodgman 1974, one plane). */
function belowOne(quad: readonly Corner[]): number[] {
  const out: number[] = [];
  quad.forEach((a, q) => {
    const b = quad[(q + 1) % quad.length]!;
    if (a[2] <= 1) out.push(a[0], a[1]);
    if (a[2] <= 1 !== b[2] <= 1) {
      const u = (1 - a[2]) / (b[2] - a[2]);
      out.push(a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u);
    }
  });
  return out;
}

/**
 * Isolines on the relief, only where the eye sees them.
 * @param lines places on the scale.
 */
export function paintReliefLines(
  pen: Pen,
  field: Field,
  view: View,
  box: Box,
  lines: readonly number[],
): void {
  const map = boxAxes(field, box);
  for (const t of lines) {
    const z = rise(t);
    const panel: number[] = [];
    for (const { points, closed } of isolines(field, t)) {
      const count = points.length / 2;
      for (let k = 0; k < count + (closed ? 1 : 0); k++) {
        const x = map.x(points[2 * (k % count)]!);
        const y = map.y(points[2 * (k % count) + 1]!);
        if (seen(field, box, view, [x, y, z])) panel.push(...view.project(x, y, z));
        else panel.push(Number.NaN, Number.NaN);
      }
      panel.push(Number.NaN, Number.NaN);
    }
    pen.line(panel, { colour: '#0d1a26', width: 0.8, alpha: 0.42 });
  }
}
