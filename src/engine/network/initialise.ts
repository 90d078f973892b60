import { Matrix, QrDecomposition } from 'ml-matrix';
import { numberIn, oneOf } from '../errors';
import { type RandomStream, randomStream } from '../random';
import { layoutOf, type Parameter } from './layout';
import type { NetworkSpec } from './spec';

export const INIT_SCHEMES = [
  'zeros',
  'normal',
  'xavier',
  'he',
  'orthogonal',
  'uniform',
  'pytorch',
] as const;
export type InitScheme = (typeof INIT_SCHEMES)[number];

/**
 * Initial values of a network. Every parameter has a random stream of its own name, so plain and
 * residual networks of one seed start from identical values.
 *
 * - zeros; normal: sd 0.01
 * - xavier: normal, sd √(2/(fan_in + fan_out)) (Glorot & Bengio 2010)
 * - he: normal, sd √(2/fan_in) (He et al. 2015)
 * - orthogonal: orthonormal rows or columns (Saxe et al. 2014)
 * - uniform: U(±1/√fan_in), sd 1/√(3 fan_in); pytorch: the same, biases too
 *
 * Kernels are multiplied by `gain`. Norm scales begin at 1, shifts and (but for pytorch) biases at 0.
 *
 * @returns the parameter vector [P], as in network/layout.
 * @throws InputError for an unknown scheme or a gain outside [0, 100].
 */
export function initialise(
  spec: NetworkSpec,
  { scheme, gain }: { readonly scheme: InitScheme; readonly gain: number },
  seed: number,
): Float32Array {
  oneOf('The initialisation', scheme, INIT_SCHEMES);
  numberIn('The gain', gain, 0, 100);
  const layout = layoutOf(spec);
  const vector = new Float32Array(layout.size);
  let fanIn = 1;
  for (const parameter of layout.parameters) {
    const { name, kind, shape, offset, size } = parameter;
    const values = vector.subarray(offset, offset + size);
    const stream = randomStream(seed, `init/${name}`);
    if (kind === 'kernel') {
      fanIn = size / shape[shape.length - 1]!;
      fillKernel(values, parameter, scheme, stream);
      values.forEach((value, i) => {
        values[i] = value * gain;
      });
    } else if (kind === 'scale') {
      values.fill(1);
    } else if (kind === 'bias' && scheme === 'pytorch') {
      // A bias follows its kernel in the layout, so fanIn is that of its layer.
      fillUniform(values, 1 / Math.sqrt(fanIn), stream);
    }
  }
  return vector;
}

function fillKernel(
  values: Float32Array,
  { shape, size }: Parameter,
  scheme: InitScheme,
  stream: RandomStream,
) {
  const outputs = shape[shape.length - 1]!;
  const fanIn = size / outputs;
  const fanOut = size / shape[shape.length - 2]!;
  switch (scheme) {
    case 'zeros':
      return;
    case 'normal':
      return fillNormal(values, 0.01, stream);
    case 'xavier':
      return fillNormal(values, Math.sqrt(2 / (fanIn + fanOut)), stream);
    case 'he':
      return fillNormal(values, Math.sqrt(2 / fanIn), stream);
    case 'orthogonal':
      return fillOrthogonal(values, fanIn, outputs, stream);
    case 'uniform':
    case 'pytorch':
      return fillUniform(values, 1 / Math.sqrt(fanIn), stream);
  }
}

function fillNormal(values: Float32Array, deviation: number, stream: RandomStream) {
  for (let i = 0; i < values.length; i++) values[i] = deviation * stream.normal();
}

function fillUniform(values: Float32Array, bound: number, stream: RandomStream) {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * stream.uniform() - 1);
}

/** Q of the QR decomposition of a Gaussian matrix, its signs fixed by R's diagonal (uniform). */
function fillOrthogonal(values: Float32Array, rows: number, columns: number, stream: RandomStream) {
  const [tall, thin] = rows >= columns ? [rows, columns] : [columns, rows];
  const gaussian = new Matrix(tall, thin);
  for (let i = 0; i < tall; i++) for (let j = 0; j < thin; j++) gaussian.set(i, j, stream.normal());
  const qr = new QrDecomposition(gaussian);
  const [q, r] = [qr.orthogonalMatrix, qr.upperTriangularMatrix];
  for (let i = 0; i < tall; i++) {
    for (let j = 0; j < thin; j++) {
      const value = q.get(i, j) * Math.sign(r.get(j, j) || 1);
      values[rows >= columns ? i * columns + j : j * columns + i] = value;
    }
  }
}
