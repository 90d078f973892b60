import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { build, type InlineConfig, preview } from 'vite';
import { findChromium } from '../chromium.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** How Vite sees the project, for the page and for Node alike. */
export const viteConfig: InlineConfig = {
  configFile: false,
  logLevel: 'error',
  root: join(root, 'src/record/bench/page'),
  publicDir: join(root, 'public'),
  resolve: { alias: { '@': join(root, 'src') } },
  worker: { format: 'es' },
};

export interface BenchPage {
  readonly page: Page;
  /** Product and version, for example `Chromium 153.0.7000.0`. */
  readonly runtime: string;
  close(): Promise<void>;
}

/**
 * Builds the benchmark's page as the site is built, serves it as a plain static host would, and
 * opens it in a real Chromium.
 *
 * @param hardware use the machine's own GPU instead of the software adapter.
 */
export async function openBenchPage(hardware: boolean): Promise<BenchPage> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  const config: InlineConfig = {
    ...viteConfig,
    base: './',
    build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 1e6, target: 'esnext' },
  };
  await build(config);
  const server = await preview({ ...config, preview: { port: 0, host: '127.0.0.1' } });
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await server.close();
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  };
  try {
    browser = await chromium.launch(await findChromium(hardware));
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`page: ${message.text()}`);
    });
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.waitForFunction(() => 'bench' in globalThis);
    return { page, runtime: `Chromium ${browser.version()}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}
