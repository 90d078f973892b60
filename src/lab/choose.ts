import type { BackendName } from '@/engine/backend';

/** What the reader asked for; `auto` leaves it to the machine. */
export type BackendChoice = BackendName | 'auto';

/** Workers that share the CPU: one is left to the page itself, more than eight gain little. */
export function workerCount(hardwareConcurrency = navigator.hardwareConcurrency): number {
  return Math.max(1, Math.min(8, hardwareConcurrency || 2));
}

/** Why the best backend of a machine is not WebGPU: what it lacks. */
export type GpuLack = 'webgpu' | 'adapter' | 'hardware';

export interface Candidates {
  /** The backends to try, best first. */
  readonly names: readonly BackendName[];
  /** Where the choice is the machine's. */
  readonly lack?: GpuLack | undefined;
}

/**
 * Which backends to try. WebAssembly comes before a software adapter: it computes on the same CPU
 * without the cost of emulating a GPU.
 */
export async function candidates(choice: BackendChoice): Promise<Candidates> {
  if (choice !== 'auto') {
    return { names: [choice, ...(['wasm', 'cpu'] as const).filter((name) => name !== choice)] };
  }
  const lack = await lackOfGpu();
  return { names: lack ? ['wasm', 'cpu'] : ['webgpu', 'wasm', 'cpu'], lack };
}

async function lackOfGpu(): Promise<GpuLack | undefined> {
  if (!navigator.gpu) return 'webgpu';
  try {
    const { findAdapter } = await import('@/engine/backend');
    return (await findAdapter()).software ? 'hardware' : undefined;
  } catch {
    return 'adapter';
  }
}
