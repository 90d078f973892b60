import { layersOf } from '../../network/layers';
import { inertBiases, layoutOf } from '../../network/layout';
import type { NetworkSpec } from '../../network/spec';
import { type Arena, Room } from './arena';
import { backwardOf } from './backward';
import type { KernelExports } from './exports';
import { packingOf } from './packing';
import { type Stage, stagesOf } from './stages';
import type { Setting } from './unit';
import { sampleLength, type Value, Values } from './values';

export interface NetworkMode {
  /** Samples of a batch. */
  readonly samples: number;
  readonly training: boolean;
  readonly frozen: boolean;
}

/**
 * A network laid out in the kernels' memory: parameters, statistics, buffers for every activation,
 * and the order of calls. Parameters and statistics are of one replica at a time.
 */
export class CompiledNetwork {
  /** Addresses of the packed parameters and, in training, their gradient. */
  readonly parameters: number;
  readonly gradients: number;
  /** Address of the running statistics [Q]. */
  readonly running: number;
  readonly input: Value;
  labels: number;
  readonly logits: Value;
  readonly #forward: readonly (() => void)[];
  readonly #backward: readonly (() => void)[] = [];

  /** @throws UnsupportedError when the memory does not suffice. */
  constructor(
    kernels: KernelExports,
    arena: Arena,
    readonly spec: NetworkSpec,
    readonly mode: NetworkMode,
  ) {
    const { samples, training, frozen } = mode;
    const packing = packingOf(spec);
    const layout = layoutOf(spec);
    const values = new Values(arena, sampleLength(samples));
    this.parameters = arena.take(4 * packing.size);
    this.gradients = training ? arena.take(4 * packing.size) : 0;
    this.running = arena.take(4 * layout.statisticsSize);
    this.labels = arena.take(values.length);
    const tables = new Map<string, { at: number; length: number }>();
    const slots = new Map(layout.statistics.map(({ name, offset }) => [name, offset]));
    const rooms = { transposed: new Room(), kernels: new Room(), patches: new Room() };
    const setting: Setting = {
      kernels,
      values,
      samples,
      training,
      frozen,
      parameter: (name) => this.parameters + packing.offsets.get(name)!,
      rooms,
      running: (name) => this.running + 4 * slots.get(name)!,
      table: (key, make) => {
        let table = tables.get(key);
        if (!table) {
          const numbers = make();
          tables.set(key, (table = { at: arena.table(numbers), length: numbers.length }));
        }
        return table;
      },
    };
    this.input =
      spec.family === 'mlp' ? values.take(spec.inputs, 1) : values.take(spec.channels, spec.side);
    const { stages, logits } = stagesOf(layersOf(spec), setting, this.input);
    this.logits = logits;
    this.#forward = stages.flatMap((stage) => forwardOf(stage, kernels));
    if (training) {
      const inert = inertBiases(spec);
      const gradient = (name: string) => this.gradients + packing.offsets.get(name)!;
      const isInert = (name: string) => inert.has(name);
      this.#backward = backwardOf(stages, { gradient, isInert }, kernels, values, logits);
    }
    for (const room of Object.values(rooms)) room.take(arena);
  }

  /** Logits of the input; updates the running statistics in training. */
  forward(): void {
    for (const run of this.#forward) run();
  }

  /** From ∂L/∂logits in place of the logits to the gradients of all parameters. */
  backward(): void {
    for (const run of this.#backward) run();
  }
}

function forwardOf(stage: Stage, kernels: KernelExports): (() => void)[] {
  if (stage.kind === 'unit') return [() => stage.unit.forward()];
  if (stage.kind === 'pool') {
    const { x, out } = stage;
    return [() => kernels.averagePool(x.at, x.row, x.rows, x.pixels, x.length, out.at, out.row)];
  }
  const { body, shortcut } = stage;
  const units = typeof shortcut === 'string' ? body : [shortcut, ...body];
  return units.map((unit) => () => unit.forward());
}
