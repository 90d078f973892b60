import type { Layer } from '../../network/layers';
import type { Activation } from '../../network/spec';
import { RUNNING_MOMENTUM } from '../contract';
import type { Room } from './arena';
import type { KernelExports } from './exports';
import { type Geometry, geometryOf, padded } from './geometry';
import { Product } from './product';
import type { Value, Values } from './values';

/** What the units of a network share: the kernels and where parameters and statistics lie. */
export interface Setting {
  readonly kernels: KernelExports;
  readonly values: Values;
  /** Samples of a batch, without padding. */
  readonly samples: number;
  /** Keeps what the gradient needs, and moves the running statistics. */
  readonly training: boolean;
  /** Batch norm takes the running statistics. */
  readonly frozen: boolean;
  /** Address of a parameter. */
  parameter(name: string): number;
  /** Address of a batch norm's running means; the variances follow. */
  running(name: string): number;
  readonly rooms: {
    /** Transposed weights, for the gradient. */
    readonly transposed: Room;
    /** Kernels and patches transformed, for Winograd's way. */
    readonly kernels: Room;
    readonly patches: Room;
  };
  /** Address of a table for `product` or `weightGradient`; made once per key. */
  table(key: string, make: () => number[]): { readonly at: number; readonly length: number };
}

/** The layers that one unit takes together. */
export interface UnitLayers {
  readonly product: Layer & { op: 'dense' | 'conv' };
  readonly norm?: Layer & { op: 'norm' };
  readonly activation?: Activation;
}

const ACTIVATIONS = { relu: 1, tanh: 2 } as const;

/**
 * A dense layer or convolution with what follows it: out = φ(carried + s·norm(W x + b)), where φ,
 * norm and carried are optional.
 */
export class Unit {
  readonly geometry: Geometry;
  /** W x + b; the same buffer as `out` where the gradient does not need it. */
  readonly y: Value;
  readonly out: Value;
  readonly weights: number;
  /** Bytes of the weights of four outputs. */
  readonly tileSize: number;
  readonly #bias: number;
  readonly #product: Product;
  /** Addresses of mean, 1/√(variance + ε), scale and shift; 0 without norm. */
  readonly mean: number;
  readonly inverse: number;
  readonly scale: number;
  readonly #shift: number;
  readonly #running: number;
  readonly activation: number;
  /** s */
  readonly branch: number;

  constructor(
    readonly setting: Setting,
    readonly layers: UnitLayers,
    readonly x: Value,
    readonly carried?: Value,
    branchScale = 1,
  ) {
    const { values } = setting;
    const { product, norm, activation } = layers;
    this.geometry = geometryOf(product, x.side);
    const { inputs, outputs, outSide, taps } = this.geometry;
    this.weights = setting.parameter(`${product.name}/kernel`);
    this.#bias = product.op === 'dense' ? setting.parameter(`${product.name}/bias`) : 0;
    this.tileSize = taps * inputs * 16;
    this.y = values.take(outputs, outSide);
    this.#product = new Product(setting, this.geometry, x, this.y, 'forward');
    this.out = setting.training && norm ? values.take(outputs, outSide) : this.y;
    // Layer norm has statistics for each sample, batch norm for each channel.
    const statistics = norm?.kind === 'layer' ? x.length : 4 * padded(outputs);
    this.mean = norm ? values.arena.take(statistics) : 0;
    this.inverse = norm ? values.arena.take(statistics) : 0;
    this.scale = norm ? setting.parameter(`${norm.name}/scale`) : 0;
    this.#shift = norm ? setting.parameter(`${norm.name}/shift`) : 0;
    this.#running = norm?.kind === 'batch' ? setting.running(norm.name) : 0;
    this.activation = activation ? ACTIVATIONS[activation] : 0;
    this.branch = branchScale;
  }

  forward(): void {
    this.#product.run(this.weights, this.#bias);
    const { norm } = this.layers;
    if (norm?.kind === 'batch') this.#batchNorm();
    else if (norm) this.#layerNorm();
    else if (this.carried || this.activation) this.#activate();
  }

  #activate(): void {
    const { y, out, carried, branch, activation } = this;
    const { kernels } = this.setting;
    kernels.activate(y.at, out.at, carried?.at ?? 0, y.row, y.rows, y.size, branch, activation);
  }

  #layerNorm(): void {
    const { y, out } = this;
    this.setting.kernels.layerNormalise(
      y.at,
      out.at,
      this.carried?.at ?? 0,
      y.row,
      y.channels,
      y.rows,
      y.length,
      this.mean,
      this.inverse,
      this.scale,
      this.#shift,
      this.branch,
      this.activation,
    );
  }

  #batchNorm(): void {
    const { y, out, mean, inverse } = this;
    const { kernels, frozen, training, samples } = this.setting;
    if (frozen) {
      kernels.frozenStatistics(this.#running, y.channels, mean, inverse);
    } else {
      kernels.batchStatistics(
        y.at,
        y.row,
        y.channels,
        y.pixels,
        samples,
        y.length,
        mean,
        inverse,
        training ? this.#running : 0,
        RUNNING_MOMENTUM,
      );
    }
    kernels.normalise(
      y.at,
      out.at,
      this.carried?.at ?? 0,
      y.row,
      y.rows,
      y.size,
      mean,
      inverse,
      this.scale,
      this.#shift,
      this.branch,
      this.activation,
    );
  }
}
