import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
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
  const module = await bundled();
  return module.nodeTarget((name) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(data, name));
    return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
  });
}

/** The sources import as a bundler does, and so does tfjs: one bundle for Node, with all in it. */
async function bundled(): Promise<typeof import('./page/node')> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-node-'));
  // Chunks are loaded as they are needed, so the folder stays until the end.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    ...viteConfig,
    publicDir: false,
    build: { ssr: join(here, 'page/node.ts'), outDir: folder, emptyOutDir: true },
    ssr: { noExternal: true },
  });
  return import(pathToFileURL(join(folder, 'node.js')).href);
}
