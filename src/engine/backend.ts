import * as tf from '@tensorflow/tfjs-core';
import { InputError } from './errors';
import type { KernelFiles } from './kernels/wasm/load';

export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A backend in use, in words for the reader. */
export interface BackendInfo {
  readonly name: BackendName;
  /** For example “WebGPU on NVIDIA (software adapter)”. */
  readonly description: string;
  /** The adapter computes on the CPU: worth no more than WebAssembly, and slower. */
  readonly software: boolean;
}

/** Where the WebAssembly binaries lie; in Node they are found without. */
export interface BackendFiles {
  /** Address of each build of our own kernels. */
  readonly kernels?: KernelFiles;
  /** Address of each of the three .wasm files of tfjs' backend, by file name. */
  readonly tfjsWasm?: Readonly<Record<string, string>>;
}

/**
 * Loads a backend and makes it tfjs' current one.
 *
 * @throws InputError in words when the browser or machine does not have it.
 */
export async function useBackend(
  name: BackendName,
  files: BackendFiles = {},
): Promise<BackendInfo> {
  if (name === 'webgpu') return useWebGpu();
  if (name === 'wasm') return useWasm(files);
  if (name === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    await activate('cpu', 'plain JavaScript');
    return { name, description: 'JavaScript on the CPU', software: false };
  }
  throw new InputError(`The backend must be one of ${BACKENDS.join(', ')}, but “${name}” came.`);
}

async function useWasm({ tfjsWasm }: BackendFiles): Promise<BackendInfo> {
  const backend = await import('@tensorflow/tfjs-backend-wasm');
  // tfjs reads the paths once, when the backend starts.
  if (tfjsWasm && !tf.findBackend('wasm')) backend.setWasmPaths({ ...tfjsWasm });
  await activate('wasm', 'WebAssembly');
  return { name: 'wasm', description: 'WebAssembly on the CPU', software: false };
}

async function useWebGpu(): Promise<BackendInfo> {
  const adapter = await findAdapter();
  await import('@tensorflow/tfjs-backend-webgpu');
  // The split-K matrix product ignores transposeB on its vector path (wrong results); 3 avoids it.
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
  await activate('webgpu', 'WebGPU');
  return adapter;
}

/**
 * Looks at the GPU without starting tfjs.
 *
 * @throws InputError when there is no WebGPU or no adapter.
 */
export async function findAdapter(): Promise<BackendInfo> {
  if (!globalThis.navigator?.gpu) {
    throw new InputError('This browser has no WebGPU; the figures compute on the CPU instead.');
  }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    throw new InputError(
      'This browser has WebGPU but offers no graphics adapter; the figures compute on the CPU instead.',
    );
  }
  const { vendor, architecture, description } = adapter.info;
  const software =
    (adapter.info as { isFallbackAdapter?: boolean }).isFallbackAdapter === true ||
    /swiftshader|llvmpipe|software/i.test(`${vendor} ${architecture} ${description}`);
  const model =
    description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  return {
    name: 'webgpu',
    description: `WebGPU on ${model}${software ? ' (software: no real GPU)' : ''}`,
    software,
  };
}

async function activate(name: BackendName, words: string) {
  let started = false;
  try {
    started = await tf.setBackend(name);
    await tf.ready();
  } catch (error) {
    throw new InputError(`The ${words} backend did not start: ${(error as Error).message}`);
  }
  if (!started) throw new InputError(`The ${words} backend did not start on this machine.`);
}
