import type { BackendName } from '@/engine/backend';

/** What the reader asked for; `auto` leaves it to the machine. */
export type BackendChoice = BackendName | 'auto';

/** Workers that share the CPU: one is left to the page itself, more than eight gain little. */
export function workerCount(hardwareConcurrency = navigator.hardwareConcurrency): number {
  return Math.max(1, Math.min(8, hardwareConcurrency || 2));
}

/**
 * The backends to try, best first. WebAssembly comes before a software adapter: it computes on the
 * same CPU without the cost of emulating a GPU.
 */
export async function candidates(choice: BackendChoice): Promise<BackendName[]> {
  if (choice !== 'auto') {
    return [choice, ...(['wasm', 'cpu'] as const).filter((name) => name !== choice)];
  }
  return (await hasHardwareGpu()) ? ['webgpu', 'wasm', 'cpu'] : ['wasm', 'cpu'];
}

async function hasHardwareGpu(): Promise<boolean> {
  try {
    const { findAdapter } = await import('@/engine/backend');
    return !(await findAdapter()).software;
  } catch {
    return false;
  }
}
