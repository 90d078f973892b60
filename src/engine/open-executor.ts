import { type BackendFiles, type BackendInfo, type BackendName, useBackend } from './backend';
import type { Executor } from './executor';
import { TfjsExecutor } from './tfjs-executor';

export interface OpenedExecutor {
  readonly executor: Executor;
  readonly backend: BackendInfo;
  /** Resolves, with the reason in words, only if the GPU device is lost. */
  readonly lost: Promise<string>;
}

/**
 * Starts a backend with its kernels.
 *
 * @throws InputError in words when the backend is not to be had.
 */
export async function openExecutor(
  name: BackendName,
  files: BackendFiles = {},
): Promise<OpenedExecutor> {
  const backend = await useBackend(name, files);
  return { executor: new TfjsExecutor(backend), backend, lost: lossOfDevice(name) };
}

async function lossOfDevice(name: BackendName): Promise<string> {
  if (name !== 'webgpu') return new Promise(() => {});
  const tf = await import('@tensorflow/tfjs-core');
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const { message, reason } = await device.lost;
  return `The graphics device was lost (${message || reason || 'no reason given'}).`;
}
