import { type BackendFiles, type BackendInfo, type BackendName, useBackend } from './backend';
import { checked } from './checked-executor';
import { InputError } from './errors';
import type { Executor } from './executor';
import { WasmExecutor } from './kernels/wasm/executor';
import { WasmKernels } from './kernels/wasm/kernels';
import { bestBuild, loadKernels } from './kernels/wasm/load';
import { registerWasmKernels } from './kernels/wasm/register';
import { TfjsExecutor } from './tfjs-executor';

export interface OpenedExecutor {
  readonly executor: Required<Executor>;
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
  const [backend, kernels] = await Promise.all([
    useBackend(name, files),
    name === 'wasm' ? openKernels(files) : undefined,
  ]);
  const confirm =
    name === 'webgpu'
      ? (await import('./kernels/webgpu/register')).registerWebGpuKernels(backend)
      : undefined;
  const tfjs = new TfjsExecutor(backend, 'kernel', confirm);
  const executor = kernels ? new WasmExecutor(kernels, tfjs) : tfjs;
  return { executor: checked(executor), backend, lost: lossOfDevice(name) };
}

/** Without its kernels a backend still serves, slowly; results then say that the ops did the work. */
async function openKernels(files: BackendFiles): Promise<WasmKernels | undefined> {
  try {
    const kernels = new WasmKernels(await loadKernels(await bestBuild(), files.kernels));
    registerWasmKernels(kernels);
    return kernels;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

async function lossOfDevice(name: BackendName): Promise<string> {
  if (name !== 'webgpu') return new Promise(() => {});
  const tf = await import('@tensorflow/tfjs-core');
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const { message, reason } = await device.lost;
  return `The graphics device was lost (${message || reason || 'no reason given'}).`;
}
