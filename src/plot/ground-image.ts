import { MAP_SIZE } from '@/plot/colourmap';
import { type Field, sample } from '@/plot/field';
import type { Scale } from '@/plot/scale';

/**
 * A field as an image: one pixel a point, its colours by the scale, clear where a value is missing.
 * Even axes are copied, others sampled evenly.
 * @param into reused when given.
 */
export function groundImage(
  field: Field,
  scale: Scale,
  into?: HTMLCanvasElement,
): HTMLCanvasElement {
  const nx = field.x.length;
  const ny = field.y.length;
  const canvas = into ?? document.createElement('canvas');
  if (canvas.width !== nx || canvas.height !== ny) {
    canvas.width = nx;
    canvas.height = ny;
  }
  const ctx = canvas.getContext('2d')!;
  const image = ctx.createImageData(nx, ny);
  const t = even(field.x) && even(field.y) ? field.t : evened(field);
  const table = scale.table;
  for (let j = 0, k = 0; j < ny; j++) {
    // Images run downwards, axes upwards.
    let q = 4 * (ny - 1 - j) * nx;
    for (let i = 0; i < nx; i++, k++, q += 4) {
      const place = t[k]!;
      if (Number.isNaN(place)) continue;
      const c = 3 * Math.round(Math.max(0, Math.min(1, place)) * (MAP_SIZE - 1));
      image.data[q] = table[c]!;
      image.data[q + 1] = table[c + 1]!;
      image.data[q + 2] = table[c + 2]!;
      image.data[q + 3] = 255;
    }
  }
  ctx.putImageData(image, 0, 0);
  return canvas;
}

function even(axis: Float64Array): boolean {
  const n = axis.length;
  const step = (axis[n - 1]! - axis[0]!) / (n - 1);
  for (let i = 1; i < n - 1; i++) {
    if (Math.abs(axis[i]! - axis[0]! - i * step) > 1e-3 * step) return false;
  }
  return true;
}

function evened({ x, y, t }: Field): Float32Array {
  const nx = x.length;
  const ny = y.length;
  const out = new Float32Array(nx * ny);
  for (let j = 0; j < ny; j++) {
    const py = y[0]! + ((y[ny - 1]! - y[0]!) * j) / (ny - 1);
    for (let i = 0; i < nx; i++) {
      const px = x[0]! + ((x[nx - 1]! - x[0]!) * i) / (nx - 1);
      out[j * nx + i] = sample(x, y, t, px, py);
    }
  }
  return out;
}
