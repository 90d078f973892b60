import { InputError } from '../../errors';
import type { KernelExports } from './exports';

/** The builds of the kernels, the fastest first (build.mjs). */
export const KERNEL_BUILDS = ['relaxed', 'simd', 'scalar'] as const;
export type KernelBuild = (typeof KERNEL_BUILDS)[number];

/** A compiled build with memory of its own. */
export interface LoadedKernels {
  readonly build: KernelBuild;
  readonly kernels: KernelExports;
  readonly memory: WebAssembly.Memory;
}

/** @returns the fastest build that this machine runs. */
export async function bestBuild(): Promise<KernelBuild> {
  const { relaxedSimd, simd } = await import('wasm-feature-detect');
  if (await relaxedSimd()) return 'relaxed';
  return (await simd()) ? 'simd' : 'scalar';
}

/**
 * Fetches and starts a build of the kernels.
 *
 * @param files address of each .wasm file by build; in Node they are read from generated/.
 * @throws InputError when the file is not to be had or does not compile.
 */
export async function loadKernels(
  build: KernelBuild,
  files?: Readonly<Record<KernelBuild, string>>,
): Promise<LoadedKernels> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  try {
    const bytes = files ? await fetched(files[build]) : await fromDisk(build);
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
    return { build, kernels: instance.exports as unknown as KernelExports, memory };
  } catch (error) {
    throw new InputError(
      `The WebAssembly kernels (${build}.wasm) did not start: ${(error as Error).message}`,
    );
  }
}

async function fetched(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.arrayBuffer();
}

async function fromDisk(build: KernelBuild): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await import('node:fs/promises');
  return new Uint8Array(await readFile(new URL(`./generated/${build}.wasm`, import.meta.url)));
}
