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
  /** ∂L/∂ a layer's output; ∂L/∂ its matrix product (and the logits); ∂L/∂h past a block. */
  readonly gradient: number;
  readonly product: number;
  readonly carried: number;
  readonly scratchSize: number;
}

export function trainMemory(
  network: PaddedNetwork,
  { batch, optimiser }: Pick<TrainStepsAttrs, 'batch' | 'optimiser'>,
): TrainMemory {
  const { width, classes, hidden } = network;
  const { norm } = network.spec;
  const layer = width * batch;
  const statistics = network.size * (1 + SLOTS[optimiser]);
  const spreadSize = norm === 'batch' ? width : norm === 'layer' ? batch : 0;
  const normalised = hidden * layer;
  const spreads = normalised + (norm === 'none' ? 0 : hidden * layer);
  const gradient = spreads + hidden * spreadSize;
  const product = gradient + layer;
  const carried = product + Math.max(width, classes) * batch;
  return {
    statistics,
    stateSize: statistics + network.statisticsSize,
    outputs: 0,
    normalised,
    spreads,
    spreadSize,
    gradient,
    product,
    carried,
    scratchSize: carried + layer,
  };
}
