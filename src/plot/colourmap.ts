import { interpolateCividis, interpolateViridis } from 'd3-scale-chromatic';

/** `difference` is diverging, for signed quantities whose middle is zero; the others ascend. */
export type MapName = 'dusk' | 'viridis' | 'cividis' | 'difference';

export type Rgb = readonly [number, number, number];

/** Colours of a map in a row: RGB bytes, 256 × 3. */
export const MAP_SIZE = 256;

/**
 * Anchors in OKLab (Ottosson 2020). Lightness rises steadily, so that the order survives every kind
 * of colour blindness and a grey printer; the hue turns once, from ink blue over sea green to sand.
 */
const DUSK: readonly Rgb[] = [
  [0.26, -0.012, -0.078],
  [0.38, -0.038, -0.082],
  [0.5, -0.068, -0.046],
  [0.61, -0.07, 0.022],
  [0.72, -0.04, 0.09],
  [0.83, 0.02, 0.108],
  [0.93, 0.022, 0.062],
];

/** Blue where the first surface is lower, vermilion where the second is. */
const DIFFERENCE: readonly Rgb[] = [
  [0.42, -0.03, -0.14],
  [0.68, -0.035, -0.085],
  [0.95, 0, 0.004],
  [0.7, 0.085, 0.07],
  [0.47, 0.125, 0.085],
];

const baked = new Map<MapName, Uint8Array>();

/** @returns the map's 256 colours as RGB bytes, at even distances of the scaled value 0…1. */
export function colourTable(name: MapName): Uint8Array {
  let table = baked.get(name);
  if (!table) baked.set(name, (table = bake(name)));
  return table;
}

function bake(name: MapName): Uint8Array {
  if (name === 'dusk') return bakeLab(DUSK);
  if (name === 'difference') return bakeLab(DIFFERENCE);
  const interpolate = name === 'viridis' ? interpolateViridis : interpolateCividis;
  const table = new Uint8Array(3 * MAP_SIZE);
  for (let i = 0; i < MAP_SIZE; i++) {
    table.set(parseColour(interpolate(i / (MAP_SIZE - 1))), 3 * i);
  }
  return table;
}

/** A smooth curve through the anchors, walked at constant speed: equal steps look equally large. */
function bakeLab(anchors: readonly Rgb[]): Uint8Array {
  const fine = 4096;
  const points: Rgb[] = [];
  const length = new Float64Array(fine);
  for (let k = 0; k < fine; k++) {
    points.push(along(anchors, k / (fine - 1)));
    if (k > 0) length[k] = length[k - 1]! + distance(points[k]!, points[k - 1]!);
  }
  const table = new Uint8Array(3 * MAP_SIZE);
  let k = 0;
  for (let i = 0; i < MAP_SIZE; i++) {
    const target = (i / (MAP_SIZE - 1)) * length[fine - 1]!;
    while (k < fine - 1 && length[k]! < target) k++;
    table.set(labToRgb(points[k]!), 3 * i);
  }
  return table;
}

/** Catmull–Rom through the anchors at even parameters. */
function along(anchors: readonly Rgb[], t: number): Rgb {
  const n = anchors.length - 1;
  const k = Math.min(n - 1, Math.floor(t * n));
  const u = t * n - k;
  const at = (i: number) => anchors[Math.max(0, Math.min(n, i))]!;
  const [p, a, b, q] = [at(k - 1), at(k), at(k + 1), at(k + 2)];
  const mix = (c: 0 | 1 | 2) =>
    a[c] +
    0.5 *
      u *
      (b[c] -
        p[c] +
        u * (2 * p[c] - 5 * a[c] + 4 * b[c] - q[c] + u * (3 * (a[c] - b[c]) + q[c] - p[c])));
  return [mix(0), mix(1), mix(2)];
}

function distance(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** OKLab to sRGB bytes (Ottosson 2020). */
export function labToRgb([lightness, a, b]: Rgb): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** sRGB bytes to OKLab (Ottosson 2020). */
export function rgbToLab(rgb: Rgb): Rgb {
  const [r, g, b] = rgb.map((byte) => {
    const c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function gamma(c: number): number {
  const v = c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.max(0, Math.min(1, v)));
}

/**
 * @param colour `#rgb`, `#rrggbb`, `rgb(r, g, b)` or `rgba(…)`.
 * @returns RGB bytes.
 * @throws RangeError for any other notation.
 */
export function parseColour(colour: string): Rgb {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (hex) {
    const size = hex.length / 3;
    const byte = (k: number) =>
      Number.parseInt(hex.slice(k * size, (k + 1) * size).repeat(size === 1 ? 2 : 1), 16);
    return [byte(0), byte(1), byte(2)];
  }
  const parts = /^rgba?\(([^)]*)\)$/.exec(colour.trim())?.[1]?.split(/[\s,/]+/);
  if (parts && parts.length >= 3) {
    return [Number(parts[0]), Number(parts[1]), Number(parts[2])];
  }
  throw new RangeError(`A colour must be #rgb, #rrggbb or rgb(r, g, b), but "${colour}" came.`);
}

export function cssColour(rgb: Rgb, alpha = 1): string {
  const [r, g, b] = rgb.map(Math.round) as [number, number, number];
  return alpha === 1 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

/** Relative luminance 0…1 by the eye's measure (OKLab lightness). */
export function lightness(rgb: Rgb): number {
  return rgbToLab(rgb)[0];
}
