import type { Samples } from '@/engine/executor';
import { layoutOf } from '@/engine/network/layout';
import { type ConvSpec, NORM_EPSILON } from '@/engine/network/spec';

/*
 * The convolutional family in plain loops and float64, written from its definition: slow, short,
 * and sharing nothing with the engine but the names and places of parameters.
 */

/** Images [sample][row][column][channel]. */
type Images = number[][][][];

export interface Float64Options {
  /** Running statistics [Q] to normalise with, instead of the batch's own. */
  readonly running?: ArrayLike<number>;
  /** Receives every batch norm's means and unbiased variances, in order. */
  readonly onStatistics?: (means: number[], variances: number[]) => void;
}

/**
 * @param theta [P]
 * @returns the mean cross-entropy.
 */
export function convLoss(
  spec: ConvSpec,
  theta: ArrayLike<number>,
  samples: Samples,
  options: Float64Options = {},
): number {
  const { side, channels, depth, widthFactor, skip, classes } = spec;
  const places = new Map(layoutOf(spec).parameters.map((p) => [p.name, p]));
  const at = (name: string) => {
    const place = places.get(name);
    if (!place) throw new Error(`The network has no ${name}.`);
    return (index: number) => theta[place.offset + index]!;
  };
  let statistics = 0;

  const convNorm = (name: string, h: Images, out: number, size: 1 | 3, stride: 1 | 2): Images => {
    const convolved = convolve(h, at(`${name}/kernel`), out, size, stride);
    const normalised = normalise(
      convolved,
      at(`${name}/scale`),
      at(`${name}/shift`),
      out,
      options,
      statistics,
    );
    statistics += 2 * out;
    return normalised;
  };

  let h: Images = Array.from({ length: samples.count }, (_, n) =>
    square(side, (i, j) =>
      Array.from(
        { length: channels },
        (_, c) => samples.x[((n * side + i) * side + j) * channels + c]!,
      ),
    ),
  );
  const widths = [16, 32, 64].map((width) => Math.round(width * widthFactor));
  h = relu(convNorm('stem', h, widths[0]!, 3, 1));
  widths.forEach((width, stage) => {
    for (let block = 0; block < (depth - 2) / 6; block++) {
      const name = `stage${stage}/block${block}`;
      const changes = stage > 0 && block === 0;
      const inner = relu(convNorm(`${name}/first`, h, width, 3, changes ? 2 : 1));
      const branch = convNorm(`${name}/second`, inner, width, 3, 1);
      const carried = skip && changes ? convNorm(`${name}/shortcut`, h, width, 1, 2) : h;
      h = relu(skip ? add(carried, branch) : branch);
    }
  });

  const [kernel, bias] = [at('head/kernel'), at('head/bias')];
  const losses = h.map((image, n) => {
    const pixels = image.flat();
    const features = pixels[0]!.map(
      (_, c) => pixels.reduce((s, p) => s + p[c]!, 0) / pixels.length,
    );
    const logits = Array.from({ length: classes }, (_, k) =>
      features.reduce((sum, f, c) => sum + f * kernel(c * classes + k), bias(k)),
    );
    const sum = logits.reduce((s, z) => s + Math.exp(z), 0);
    return Math.log(sum) - logits[samples.labels[n]!]!;
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

function square<T>(side: number, value: (i: number, j: number) => T): T[][] {
  return Array.from({ length: side }, (_, i) =>
    Array.from({ length: side }, (_, j) => value(i, j)),
  );
}

/** Padding of (size − 1)/2 zeros all around; kernel [size, size, in, out]. */
function convolve(
  images: Images,
  kernel: (index: number) => number,
  out: number,
  size: 1 | 3,
  stride: 1 | 2,
): Images {
  const side = images[0]!.length;
  const inputs = images[0]![0]![0]!.length;
  const pad = (size - 1) / 2;
  return images.map((image) =>
    square(Math.ceil(side / stride), (i, j) =>
      Array.from({ length: out }, (_, o) => {
        let sum = 0;
        for (let u = 0; u < size; u++) {
          for (let v = 0; v < size; v++) {
            const pixel = image[i * stride + u - pad]?.[j * stride + v - pad];
            for (let c = 0; pixel && c < inputs; c++) {
              sum += pixel[c]! * kernel(((u * size + v) * inputs + c) * out + o);
            }
          }
        }
        return sum;
      }),
    ),
  );
}

function normalise(
  images: Images,
  scale: (index: number) => number,
  shift: (index: number) => number,
  channels: number,
  { running, onStatistics }: Float64Options,
  offset: number,
): Images {
  const pixels = images.flat(2);
  const range = Array.from({ length: channels }, (_, c) => c);
  const means = range.map((c) => pixels.reduce((s, p) => s + p[c]!, 0) / pixels.length);
  const variances = range.map(
    (c) => pixels.reduce((s, p) => s + (p[c]! - means[c]!) ** 2, 0) / pixels.length,
  );
  const bessel = pixels.length / (pixels.length - 1);
  onStatistics?.(
    means,
    variances.map((variance) => variance * bessel),
  );
  const mean = (c: number) => (running ? running[offset + c]! : means[c]!);
  const variance = (c: number) => (running ? running[offset + channels + c]! : variances[c]!);
  return images.map((image) =>
    image.map((row) =>
      row.map((pixel) =>
        pixel.map(
          (value, c) =>
            ((value - mean(c)) / Math.sqrt(variance(c) + NORM_EPSILON)) * scale(c) + shift(c),
        ),
      ),
    ),
  );
}

function relu(images: Images): Images {
  return images.map((image) =>
    image.map((row) => row.map((pixel) => pixel.map((value) => Math.max(0, value)))),
  );
}

function add(a: Images, b: Images): Images {
  return a.map((image, n) =>
    image.map((row, i) =>
      row.map((pixel, j) => pixel.map((value, c) => value + b[n]![i]![j]![c]!)),
    ),
  );
}
