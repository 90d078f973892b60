import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { viteConfig } from './browser.ts';
import type { BenchTarget } from './target.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const data = join(here, '../../../public/data');

/**
 * WebGPU in Node by Dawn. It needs a Vulkan driver: the machine's own, or one that VK_DRIVER_FILES
 * and VK_ICD_FILENAMES name.
 *
 * @throws Error when Dawn finds no adapter.
 */
export async function openDawn(): Promise<BenchTarget> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  // tfjs looks for the things of a page.
  Object.assign(globalThis, { window: globalThis, self: globalThis });
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu: create([]), userAgent: 'node', hardwareConcurrency: 1 },
    configurable: true,
  });
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) {
    throw new Error(
      'Dawn found no graphics adapter. Install a Vulkan driver, or name one in VK_DRIVER_FILES and VK_ICD_FILENAMES.',
    );
  }
  // Vite reads the sources, which import as a bundler does.
  const { module } = await runnerImport<typeof import('./page/node')>(
    join(here, 'page/node.ts'),
    viteConfig,
  );
  return module.nodeTarget((name) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(data, name));
    return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
  });
}
