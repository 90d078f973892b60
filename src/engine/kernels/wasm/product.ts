import {
  backwardTable,
  denseTable,
  forwardTable,
  type Geometry,
  padded,
  stretchTable,
} from './geometry';
import type { Setting } from './unit';
import type { Value } from './values';

/**
 * A dense layer or convolution applied to values: forwards W x, or backwards from the gradient by
 * its outputs to that by its inputs, with transposed weights. 3×3 convolutions of stride 1 take
 * Winograd's way where it saves work.
 */
export class Product {
  readonly #tileSize: number;
  readonly #inputs: number;
  readonly #winograd: boolean;
  readonly #table: number;

  constructor(
    private readonly setting: Setting,
    geometry: Geometry,
    private readonly from: Value,
    private readonly to: Value,
    private readonly direction: 'forward' | 'backward',
  ) {
    const { kernels, rooms } = setting;
    // Transposed weights hold the padding of the outputs as well.
    this.#inputs = direction === 'forward' ? geometry.inputs : padded(geometry.outputs);
    this.#tileSize = geometry.taps * this.#inputs * 16;
    this.#winograd = savesWork(geometry);
    if (this.#winograd) {
      rooms.kernels.need(kernels.winogradKernels(this.#inputs, to.rows / 4));
      rooms.patches.need(kernels.winogradRoom(this.#inputs, to.rows));
      this.#table = setting.table('dense', denseTable).at;
    } else {
      const make = direction === 'forward' ? forwardTable : backwardTable;
      this.#table = tableOf(setting, geometry, from.length, direction, make).at;
    }
  }

  /**
   * @param weights in tiles of four numbers of `to`
   * @param bias address of a bias, or 0
   * @param accumulate adds to what `to` holds
   */
  run(weights: number, bias = 0, accumulate = false): void {
    const { from, to } = this;
    const { kernels, rooms } = this.setting;
    const [tiles, inputs, add] = [to.rows / 4, this.#inputs, accumulate ? 1 : 0];
    if (!this.#winograd) {
      kernels.product(
        to.at,
        to.row,
        tiles,
        from.at,
        from.row,
        inputs,
        weights,
        this.#tileSize,
        bias,
        add,
        this.#table,
        to.pixels,
        to.length,
      );
      return;
    }
    const flipped = this.direction === 'backward' ? 1 : 0;
    kernels.transformKernels(weights, rooms.kernels.at, inputs, tiles, flipped);
    kernels.winograd(
      to.at,
      to.row,
      tiles,
      from.at,
      from.row,
      inputs,
      rooms.kernels.at,
      add,
      rooms.patches.at,
      this.#table,
      to.side,
      to.length,
    );
  }
}

/** Whether 16 multiplications a square of outputs, and the transforms, are less than 9 an output. */
function savesWork({ size, stride, inSide, inputs, outputs }: Geometry): boolean {
  if (size !== 3 || stride !== 1 || Math.min(inputs, outputs) < 8) return false;
  // Direct products leave out what lies beyond the border; squares reach beyond odd sides.
  return 1.3 * 16 * Math.ceil(inSide / 2) ** 2 < (3 * inSide - 2) ** 2;
}

/** The table of the gradient by a layer's weights. */
export function stretchesOf(setting: Setting, geometry: Geometry, length: number) {
  return tableOf(setting, geometry, length, 'stretch', stretchTable);
}

/** Layers of equal shape share a table. */
function tableOf(
  setting: Setting,
  geometry: Geometry,
  length: number,
  kind: string,
  make: (geometry: Geometry, length: number) => number[],
) {
  const { inputs, outputs, size, stride, inSide } = geometry;
  // With one tap the widths do not matter: its offset within the weights is 0.
  const widths = size > 1 ? `${inputs} ${outputs}` : '';
  const key = `${kind} ${size} ${stride} ${inSide} ${widths}`;
  return setting.table(key, () => make(geometry, length));
}
