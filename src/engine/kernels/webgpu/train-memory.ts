import { SLOTS } from '../../training/optimiser';
import type { TrainStepsAttrs } from '../contract';
import type { PaddedNetwork } from './padded';
import type { WorkgroupShape } from './shape';

/** Everything the generated training program depends on. */
export interface TrainProgram {
  readonly network: PaddedNetwork;
  readonly shape: WorkgroupShape;
  readonly attrs: Pick<TrainStepsAttrs, 'batch' | 'optimiser'>;
  /** Samples in the dataset. */
  readonly samples: number;
  readonly memory: TrainMemory;
}

/** Where a replica keeps things while it trains; places and sizes count vec4f. */
export interface TrainMemory {
  /** Of the state, which outlives a dispatch: parameters first, then slots, then statistics. */
  readonly statistics: number;
  readonly stateSize: number;
  /** Of the scratch. Outputs of the hidden layers, one after another. */
  readonly outputs: number;
  /** Normalised pre-activations of the hidden layers. */
  readonly normalised: number;
  /** 1/√(variance + ε): of each channel (batch norm) or each sample in .x (layer norm). */
  readonly spreads: number;
  /** Of one layer's spreads. */
  readonly spreadSize: number;
  /** The three below lie in workgroup memory of this size, or, when it is 0, in the scratch. */
  readonly nearSize: number;
  /** ∂L/∂ a layer's output; ∂L/∂ its matrix product (and the logits); ∂L/∂h past a block. */
  readonly gradient: number;
  readonly product: number;
  readonly carried: number;
  readonly scratchSize: number;
}

const place = ({ nearSize }: TrainMemory, from: number, at: string) =>
  nearSize > 0 ? `near[${from}u + ${at}]` : `scratch[base + ${from}u + ${at}]`;

/** WGSL of the gradient, the product or what is carried, at a channel and sample. */
export const gradientAt = (memory: TrainMemory, at: string) => place(memory, memory.gradient, at);
export const productAt = (memory: TrainMemory, at: string) => place(memory, memory.product, at);
export const carriedAt = (memory: TrainMemory, at: string) => place(memory, memory.carried, at);

/** vec4f that the three need together. */
export function nearSizeOf({ width, classes }: PaddedNetwork, batch: number): number {
  return (2 * width + Math.max(width, classes)) * batch;
}

export function trainMemory(
  network: PaddedNetwork,
  { batch, optimiser }: Pick<TrainStepsAttrs, 'batch' | 'optimiser'>,
  near: boolean,
): TrainMemory {
  const { width, hidden } = network;
  const { norm } = network.spec;
  const layer = width * batch;
  const statistics = network.size * (1 + SLOTS[optimiser]);
  const spreadSize = norm === 'batch' ? width : norm === 'layer' ? batch : 0;
  const normalised = hidden * layer;
  const spreads = normalised + (norm === 'none' ? 0 : hidden * layer);
  const spreadsEnd = spreads + hidden * spreadSize;
  const nearSize = nearSizeOf(network, batch);
  const gradient = near ? 0 : spreadsEnd;
  return {
    statistics,
    stateSize: statistics + network.statisticsSize,
    outputs: 0,
    normalised,
    spreads,
    spreadSize,
    nearSize: near ? nearSize : 0,
    gradient,
    carried: gradient + layer,
    product: gradient + 2 * layer,
    scratchSize: near ? spreadsEnd : spreadsEnd + nearSize,
  };
}
