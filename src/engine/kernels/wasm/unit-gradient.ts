import { padded } from './geometry';
import { Product, stretchesOf } from './product';
import type { Unit } from './unit';
import type { Value } from './values';

/** What the gradients of a network's units share. */
export interface GradientSetting {
  /** Address of a parameter's gradient, which is 0 at the start. */
  gradient(name: string): number;
  /** Whether a bias' gradient is left at 0. */
  isInert(name: string): boolean;
}

/**
 * The gradient of one unit. `run` turns g = ∂L/∂out into that by `carried` in place, stores the
 * gradients by its parameters and writes that by x to `dx`, or adds it there.
 */
export class UnitGradient {
  readonly #product: Product | undefined;
  readonly #stretches: { readonly at: number; readonly length: number };

  /**
   * @param dy where ∂L/∂y goes: `g`, unless something was carried.
   * @param dx where ∂L/∂x goes; nowhere for the first unit.
   */
  constructor(
    private readonly unit: Unit,
    private readonly setting: GradientSetting,
    private readonly g: Value,
    private readonly dy: Value,
    private readonly dx?: Value,
    private readonly accumulate = false,
  ) {
    const { geometry, setting: shared, x } = unit;
    this.#stretches = stretchesOf(shared, geometry, x.length);
    if (!dx) return;
    this.#product = new Product(shared, geometry, dy, dx, 'backward');
    shared.rooms.transposed.need(geometry.taps * padded(geometry.outputs) * dx.rows * 4);
  }

  run(): void {
    const { unit, dy, setting } = this;
    const { x } = unit;
    const { kernels } = unit.setting;
    const { name, op } = unit.layers.product;
    this.#throughNorm();
    kernels.weightGradient(
      setting.gradient(`${name}/kernel`),
      unit.tileSize,
      dy.at,
      dy.row,
      dy.rows / 4,
      x.at,
      x.row,
      x.channels,
      this.#stretches.at,
      this.#stretches.length / 4,
    );
    if (op === 'dense' && !setting.isInert(`${name}/bias`)) {
      kernels.rowSums(dy.at, dy.row, dy.rows, dy.size, setting.gradient(`${name}/bias`));
    }
    this.#throughProduct();
  }

  #throughNorm(): void {
    const { unit, g, dy, setting } = this;
    const { y, out, mean, inverse, scale, branch, activation } = unit;
    const { kernels, samples } = unit.setting;
    const { norm } = unit.layers;
    if (!norm) {
      if (unit.carried || activation) {
        kernels.activateGradient(g.at, out.at, dy.at, y.row, y.rows, y.size, branch, activation);
      }
      return;
    }
    const dScale = setting.gradient(`${norm.name}/scale`);
    const dShift = setting.gradient(`${norm.name}/shift`);
    if (norm.kind === 'layer') {
      kernels.layerGradient(
        g.at,
        out.at,
        y.at,
        dy.at,
        y.row,
        y.channels,
        y.rows,
        samples,
        y.length,
        mean,
        inverse,
        scale,
        dScale,
        dShift,
        branch,
        activation,
      );
    } else {
      kernels.batchGradient(
        g.at,
        out.at,
        y.at,
        dy.at,
        y.row,
        y.rows,
        y.pixels,
        samples,
        y.length,
        mean,
        inverse,
        scale,
        dScale,
        dShift,
        branch,
        activation,
      );
    }
  }

  #throughProduct(): void {
    const { unit, dx } = this;
    if (!dx) return;
    const { kernels, rooms } = unit.setting;
    const { inputs, outputs, taps } = unit.geometry;
    const { at } = rooms.transposed;
    kernels.transposeWeights(unit.weights, at, taps, inputs, dx.rows, padded(outputs));
    this.#product?.run(at, 0, this.accumulate);
  }
}
