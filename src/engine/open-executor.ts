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
  /** Resolves, with the reason in words, only if the GPU is lost or fails outside our kernels. */
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
  const { refusalOf } = await import('./kernels/webgpu/gpu');
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  return Promise.race([
    device.lost.then(
      ({ message, reason }) =>
        `The graphics device was lost (${message || reason || 'no reason given'}).`,
    ),
    // Of tfjs' own work, which is in no error scope of ours; its results would be silently 0.
    new Promise<string>((resolve) => {
      device.addEventListener('uncapturederror', ({ error }) =>
        resolve(`The graphics device refused work (${refusalOf(error)}).`),
      );
    }),
  ]);
}
