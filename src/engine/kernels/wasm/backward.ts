import type { KernelExports } from './exports';
import type { Stage } from './stages';
import type { Unit } from './unit';
import { type GradientSetting, UnitGradient } from './unit-gradient';
import type { Value, Values } from './values';

/**
 * Lays out the way back through the stages: buffers for the gradients, a few shared by all, and
 * the calls in order.
 *
 * @param g ∂L/∂logits
 */
export function backwardOf(
  stages: readonly Stage[],
  setting: GradientSetting,
  kernels: KernelExports,
  values: Values,
  logits: Value,
): (() => void)[] {
  const calls: (() => void)[] = [];
  const through = (unit: Unit, g: Value, dy: Value, dx?: Value, accumulate = false) => {
    const gradient = new UnitGradient(unit, setting, g, dy, dx, accumulate);
    calls.push(() => gradient.run());
  };
  let g = logits;
  const moveTo = (next: Value) => {
    if (g !== logits) values.release(g);
    g = next;
  };

  for (const [i, stage] of [...stages.entries()].reverse()) {
    if (stage.kind === 'pool') {
      const { x, out } = stage;
      const [from, to] = [g, values.like(x)];
      calls.push(() =>
        kernels.averagePoolGradient(
          from.at,
          from.row,
          out.rows,
          x.pixels,
          out.length,
          to.at,
          to.row,
        ),
      );
      moveTo(to);
    } else if (stage.kind === 'unit') {
      // Nobody needs the gradient by the network's input.
      const dx = i > 0 ? values.like(stage.unit.x) : undefined;
      through(stage.unit, g, g, dx);
      if (dx) moveTo(dx);
    } else {
      const { body, shortcut } = stage;
      const [first, second] = body as [Unit, Unit];
      const middle = values.like(second.x);
      const dy = shortcut === 'none' ? g : values.like(second.y);
      through(second, g, dy, middle);
      if (dy !== g) values.release(dy);
      if (shortcut === 'identity') {
        // g is by now the gradient by what was carried: h itself.
        through(first, middle, middle, g, true);
      } else {
        const dx = values.like(first.x);
        if (shortcut !== 'none') through(shortcut, g, g, dx);
        through(first, middle, middle, dx, shortcut !== 'none');
        moveTo(dx);
      }
      values.release(middle);
    }
  }
  return calls;
}
