import { InputError, integerIn, numberIn, oneOf } from '../errors';

export const ACTIVATIONS = ['relu', 'tanh'] as const;
export type Activation = (typeof ACTIVATIONS)[number];
export type Norm = 'none' | 'batch' | 'layer';

/** ε of every batch and layer norm. */
export const NORM_EPSILON = 1e-5;

/**
 * The dense family. `depth` L counts weight layers: stem, (L − 2)/2 blocks of two dense layers, head.
 *
 *     h = φ(norm(stem x));  u = norm(W₂ φ(norm(W₁ h + b₁)) + b₂);  h = φ(skip ? h + s·u : u)
 *     logits = W h + b
 */
export interface MlpSpec {
  readonly family: 'mlp';
  readonly inputs: number;
  readonly classes: number;
  readonly depth: number;
  readonly width: number;
  readonly activation: Activation;
  readonly norm: Norm;
  readonly skip: boolean;
  /** s above; unused without skip. */
  readonly branchScale: number;
}

/**
 * The CIFAR-style residual family (He et al. 2016): a 3×3 stem, three stages of n blocks with
 * 16k, 32k and 64k channels, L = 6n + 2; stages 2 and 3 begin with stride 2 and, with skip, a 1×1
 * projection; batch norm after every convolution; global average pooling; a dense head.
 */
export interface ConvSpec {
  readonly family: 'conv';
  /** Height and width of the square input, in pixels. */
  readonly side: number;
  readonly channels: number;
  readonly classes: number;
  readonly depth: number;
  /** Width factor k. */
  readonly widthFactor: number;
  readonly skip: boolean;
}

export type NetworkSpec = MlpSpec | ConvSpec;

/**
 * @returns the same spec.
 * @throws InputError when a size is impossible or a name unknown.
 */
export function checkSpec<S extends NetworkSpec>(spec: S): S {
  if (typeof spec !== 'object' || spec === null) {
    throw new InputError(`A network must be an object with a family and sizes, but ${spec} came.`);
  }
  const { classes, skip }: NetworkSpec = spec;
  integerIn('The number of classes', classes, 2, 1000);
  if (typeof skip !== 'boolean') {
    throw new InputError(`Skip must be true or false, but ${skip} came.`);
  }
  if (spec.family === 'mlp') {
    integerIn('The number of inputs', spec.inputs, 1, 4096);
    integerIn('The depth', spec.depth, 2, 256);
    integerIn('The width', spec.width, 1, 512);
    if (spec.depth % 2 !== 0) {
      throw new InputError(
        `The depth counts a stem, pairs of layers and a head, so it must be even, but ${spec.depth} came.`,
      );
    }
    oneOf('The activation', spec.activation, ACTIVATIONS);
    oneOf('The norm', spec.norm, ['none', 'batch', 'layer']);
    numberIn('The branch scale', spec.branchScale, 0, 100);
  } else if (spec.family === 'conv') {
    integerIn('The image side', spec.side, 4, 64);
    integerIn('The number of channels', spec.channels, 1, 16);
    integerIn('The depth', spec.depth, 8, 164);
    numberIn('The width factor', spec.widthFactor, 0.125, 8);
    if ((spec.depth - 2) % 6 !== 0) {
      throw new InputError(
        `The depth of a convolutional network is 6n + 2 (8, 14, 20, …), but ${spec.depth} came.`,
      );
    }
  } else {
    oneOf('The network family', (spec as { family: unknown }).family, ['mlp', 'conv']);
  }
  return spec;
}
