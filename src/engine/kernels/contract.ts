import type {
  NamedTensorInfoMap,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
} from '@tensorflow/tfjs-core';
import type { NetworkSpec } from '../network/spec';
import type { OptimiserName } from '../training/optimiser';

/*
 * The two hot programs, as tfjs custom kernels: one name, one implementation per backend. What a
 * backend's kernel does not support it refuses with UnsupportedError, and the caller goes to the
 * reference (./reference), which is written in tfjs ops and runs on any backend.
 *
 * R replicas: networks of one spec with their own parameters, sample order, learning rates and
 * hyperparameters. P: length of the parameter vector (network/layout). Q: running statistics.
 * S: optimiser slots (training/optimiser). N samples of D inputs; D is side·side·channels (NHWC)
 * for the convolutional family. C: classes.
 *
 * Training normalises batch norm with the batch's own statistics and takes the gradient of a bias
 * that a batch norm follows as exactly 0 (network/layout, inertBiases).
 */

export const TRAIN_STEPS = 'DepthTrainSteps';
export const SLICE_LOSSES = 'DepthSliceLosses';

/** Columns of `hyper`. */
export const HYPER = { momentum: 0, beta1: 1, beta2: 2, epsilon: 3, weightDecay: 4 } as const;
export const HYPER_COLUMNS = 5;

/** running ← (1 − m)·running + m·batch, with the unbiased variance, as in PyTorch. */
export const RUNNING_MOMENTUM = 0.1;

/** k optimiser steps for each of R replicas; losses are those before each step. */
export interface TrainStepsInputs {
  /** [R, P] */
  parameters: Tensor2D;
  /** [R, max(1, S·P)]; slot s of parameter p at s·P + p. */
  slots: Tensor2D;
  /** [R, max(1, Q)]; per batch norm the means, then the variances. */
  running: Tensor2D;
  /** [N, D] float32 */
  x: Tensor2D;
  /** [N] int32, 0 … C−1 */
  labels: Tensor1D;
  /** [R, k·batch] int32: the samples of every step. */
  order: Tensor2D;
  /** [R, k]: learning rate of every step. */
  rates: Tensor2D;
  /** [R, HYPER_COLUMNS] */
  hyper: Tensor2D;
}

export interface TrainStepsAttrs {
  spec: NetworkSpec;
  optimiser: OptimiserName;
  /** Samples a step. */
  batch: number;
  /** Steps already taken, for Adam's bias correction. */
  firstStep: number;
  /** Largest global norm of the gradient before decay, as PyTorch's clip_grad_norm_; 0 or absent: no clipping. */
  clipNorm?: number;
}

export interface TrainStepsOutputs {
  parameters: Tensor2D;
  slots: Tensor2D;
  running: Tensor2D;
  /** [R, k]: mean cross-entropy of each step's batch, before the step, without weight decay. */
  losses: Tensor2D;
}

/**
 * Mean cross-entropy and accuracy at θ + Σ_m points[g][m] · directions[m] over all N samples.
 * K = 1 or 2 directions.
 */
export interface SliceLossesInputs {
  /** [R, P] */
  centre: Tensor2D;
  /** [R, K, P] */
  directions: Tensor3D;
  /** [G, K], shared by the replicas. */
  points: Tensor2D;
  /** [N, D] */
  x: Tensor2D;
  /** [N] int32 */
  labels: Tensor1D;
  /** [R, max(1, Q)]; read only with `frozen` statistics. */
  running: Tensor2D;
}

export interface SliceLossesAttrs {
  spec: NetworkSpec;
  /** Batch norm normalises with the statistics of the N samples, or with `running`. */
  statistics: 'batch' | 'frozen';
}

export interface SliceLossesOutputs {
  /** [R, G] */
  losses: Tensor2D;
  /** [R, G], share of samples whose largest logit is their label's (first of equals). */
  accuracies: Tensor2D;
}

/** tfjs types kernel inputs as a map of tensors; ours have fixed names. */
export type KernelInputs = NamedTensorInfoMap & Record<string, Tensor>;
