import type { Layer } from '../../network/layers';
import type { Activation } from '../../network/spec';
import { type Setting, Unit, type UnitLayers } from './unit';
import type { Value } from './values';

/** A network as the units the kernels compute, in order. */
export type Stage =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | {
      readonly kind: 'block';
      /** The last of them adds what the shortcut carries. */
      readonly body: readonly Unit[];
      readonly shortcut: Unit | 'identity' | 'none';
    }
  | { readonly kind: 'pool'; readonly x: Value; readonly out: Value };

/**
 * Lays a network's layers out as units. Without training, buffers no longer needed are used again.
 *
 * @returns the stages, and the logits.
 */
export function stagesOf(
  layers: readonly Layer[],
  setting: Setting,
  input: Value,
): { stages: Stage[]; logits: Value } {
  const { values, training } = setting;
  const stages: Stage[] = [];
  const doneWith = (value: Value) => {
    if (!training && value !== input) values.release(value);
  };
  let h = input;
  for (const group of grouped(layers)) {
    const x = h;
    if ('product' in group) {
      const unit = new Unit(setting, group, x);
      stages.push({ kind: 'unit', unit });
      h = unit.out;
      doneWith(x);
    } else if (group.op === 'pool') {
      h = values.take(x.channels, 1);
      stages.push({ kind: 'pool', x, out: h });
      doneWith(x);
    } else {
      const { body, shortcut } = blockOf(group, setting, x, doneWith);
      stages.push({ kind: 'block', body, shortcut });
      h = body.at(-1)!.out;
    }
  }
  return { stages, logits: h };
}

function blockOf(
  block: Layer & { op: 'block' },
  setting: Setting,
  x: Value,
  doneWith: (value: Value) => void,
): { body: Unit[]; shortcut: Unit | 'identity' | 'none' } {
  const shortcut =
    typeof block.shortcut === 'string'
      ? block.shortcut
      : new Unit(setting, grouped(block.shortcut)[0] as UnitLayers, x);
  const carried = shortcut === 'none' ? undefined : shortcut === 'identity' ? x : shortcut.out;
  const groups = grouped(block.body) as UnitLayers[];
  const body: Unit[] = [];
  let u = x;
  for (const [i, group] of groups.entries()) {
    const last = i === groups.length - 1;
    const unit = last
      ? new Unit(setting, withActivation(group, block.activation), u, carried, block.branchScale)
      : new Unit(setting, group, u);
    body.push(unit);
    if (u !== x) doneWith(u);
    u = unit.out;
  }
  doneWith(x);
  if (typeof shortcut !== 'string') doneWith(shortcut.out);
  return { body, shortcut };
}

const withActivation = (layers: UnitLayers, activation: Activation): UnitLayers => ({
  ...layers,
  activation,
});

/** Joins each dense layer or convolution with the norm and activation after it. */
function grouped(
  layers: readonly Layer[],
): (UnitLayers | (Layer & { op: 'pool' }) | (Layer & { op: 'block' }))[] {
  const groups: ReturnType<typeof grouped> = [];
  for (const layer of layers) {
    const last = groups.at(-1);
    if (layer.op === 'dense' || layer.op === 'conv') groups.push({ product: layer });
    else if (layer.op === 'pool' || layer.op === 'block') groups.push(layer);
    else if (last && 'product' in last) {
      const joined = layer.op === 'norm' ? { norm: layer } : { activation: layer.kind };
      groups[groups.length - 1] = { ...last, ...joined };
    }
  }
  return groups;
}
