import { InputError } from '../../errors';
import type { KernelExports } from './exports';

/** The builds of the kernels, the fastest first (build.mjs). */
export const KERNEL_BUILDS = ['relaxed', 'simd', 'scalar'] as const;
export type KernelBuild = (typeof KERNEL_BUILDS)[number];

/** Address of each build's .wasm file. */
export type KernelFiles = Readonly<Record<KernelBuild, string>>;

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
 * @param files where to fetch them; without, they are read from generated/ (in Node).
 * @throws InputError when the file is not to be had or does not compile.
 */
export async function loadKernels(build: KernelBuild, files?: KernelFiles): Promise<LoadedKernels> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  try {
    const bytes = files ? await fetched(files[build]) : fromDisk(build);
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

function fromDisk(build: KernelBuild): Uint8Array<ArrayBuffer> {
  // Not an import: bundlers for the browser would follow it.
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (!fs) throw new Error('a browser needs the address of the file');
  const name = `./generated/${build}.wasm`;
  return new Uint8Array(fs.readFileSync(new URL(name, import.meta.url)));
}
