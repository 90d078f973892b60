import { RISE } from '@/plot/box';
import type { View } from '@/plot/camera';
import type { Rgb } from '@/plot/colourmap';

type Vector = readonly [number, number, number];

/** The key light stands behind the reader's left shoulder and turns with the reader. */
export function keyLight({ right, back }: View): Vector {
  return unit([
    -0.72 * right[0] + 0.3 * back[0],
    -0.72 * right[1] + 0.3 * back[1],
    0.86 + 0.3 * back[2],
  ]);
}

/**
 * The colour of a lit point: the same sum as the relief's shader, for pictures made without one.
 * @param tx,ty slopes of the place on the scale, x and y in box units of ±1.
 * @param sky share of the sky that the point sees.
 */
export function litColour(
  base: Rgb,
  tx: number,
  ty: number,
  sky: number,
  depth: number,
  key: Vector,
  view: Vector,
): Rgb {
  const n = unit([-RISE * tx, (-RISE * ty) / depth, 1]);
  const facing = dot(n, view);
  const side = facing < 0 ? -1 : 1;
  const wrap = Math.max(0, Math.min(1, (dot(n, key) * side + 0.28) / 1.28));
  const dome = 0.62 + 0.38 * n[2] * side;
  const soft = sky * (side > 0 ? 1 : 0.72);
  const halfway = unit([key[0] + view[0], key[1] + view[1], key[2] + view[2]]);
  const gloss = Math.max(0, dot(n, halfway) * side) ** 42 * 0.06 * soft;
  const warm: Vector = [1.06, 1.02, 0.95];
  const cool: Vector = [0.86, 0.93, 1.06];
  const channel = (c: 0 | 1 | 2) => {
    const light = warm[c] * 0.74 * wrap + cool[c] * 0.44 * dome * soft;
    const linear = (base[c] / 255) ** 2.2 * light * (0.72 + 0.28 * sky) + gloss;
    return 255 * Math.min(1, linear) ** (1 / 2.2);
  };
  return [channel(0), channel(1), channel(2)];
}

export function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
