import type { Layer } from '../../network/layers';

/** A dense layer or convolution as the kernels see it. */
export interface Geometry {
  readonly inputs: number;
  readonly outputs: number;
  /** Kernel positions: 1 for a dense layer, else 1 or 9. */
  readonly taps: number;
  readonly inSide: number;
  readonly outSide: number;
  readonly stride: number;
  readonly size: number;
}

/** @param side of the image that comes in; 1 before a dense layer. */
export function geometryOf(layer: Layer & { op: 'dense' | 'conv' }, side: number): Geometry {
  const { inputs, outputs } = layer;
  const [size, stride] = layer.op === 'conv' ? [layer.size, layer.stride] : [1, 1];
  const outSide = Math.ceil(side / stride);
  return { inputs, outputs, taps: size * size, inSide: side, outSide, stride, size };
}

/** Channels with their padding. */
export const padded = (channels: number) => Math.ceil(channels / 4) * 4;

/** Calls back for each tap and output pixel whose input pixel lies inside the image. */
function eachPair(
  { size, stride, inSide, outSide }: Geometry,
  use: (tap: number, outPixel: number, inPixel: number) => void,
) {
  const margin = (size - 1) / 2;
  for (let y = 0; y < outSide; y++) {
    for (let tap = 0; tap < size * size; tap++) {
      const inY = y * stride + Math.floor(tap / size) - margin;
      if (inY < 0 || inY >= inSide) continue;
      for (let x = 0; x < outSide; x++) {
        const inX = x * stride + (tap % size) - margin;
        if (inX >= 0 && inX < inSide) use(tap, y * outSide + x, inY * inSide + inX);
      }
    }
  }
}

/** The table of `product` (assembly/product.ts), forward. `length`: bytes of a pixel's samples. */
export function forwardTable(geometry: Geometry, length: number): number[] {
  const pixels: number[][] = Array.from({ length: geometry.outSide ** 2 }, () => []);
  eachPair(geometry, (tap, outPixel, inPixel) => {
    pixels[outPixel]!.push(inPixel * length, tap * geometry.inputs * 16);
  });
  return flatTable(pixels, length);
}

/** The table of `product` with transposed weights: from gradients by outputs to those by inputs. */
export function backwardTable(geometry: Geometry, length: number): number[] {
  const pixels: number[][] = Array.from({ length: geometry.inSide ** 2 }, () => []);
  eachPair(geometry, (tap, outPixel, inPixel) => {
    pixels[inPixel]!.push(outPixel * length, tap * padded(geometry.outputs) * 16);
  });
  return flatTable(pixels, length);
}

/** The table of `product` for one pixel with one tap. */
export const denseTable = () => [0, 1, 0, 0];

function flatTable(pixels: readonly number[][], length: number): number[] {
  return pixels.flatMap((taps, pixel) => [pixel * length, taps.length / 2, ...taps]);
}

/** The table of `weightGradient`: neighbouring pixels joined into one stretch. */
export function stretchTable(geometry: Geometry, length: number): number[] {
  const stretches: number[][] = [];
  eachPair(geometry, (tap, outPixel, inPixel) => {
    const last = stretches.at(-1);
    const [weight, x, dy] = [tap * geometry.inputs * 16, inPixel * length, outPixel * length];
    if (last && last[0] === weight && last[1]! + last[3]! === x && last[2]! + last[3]! === dy) {
      last[3]! += length;
    } else {
      stretches.push([weight, x, dy, length]);
    }
  });
  return stretches.flat();
}
