import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadFile } from '@/engine/data/dataset';
import { InputError } from '@/engine/errors';
import type { RunProgress } from '@/engine/run';
import type { PageBindings, Recorder } from './page/main';
import type { Recorded, RecordHost, RecordJob } from './record-run';

declare const recorder: Recorder;

/** Records runs in a Chromium, on WebGPU. */
export interface PageRecorder {
  /** What computes, in words. */
  readonly backend: string;
  /** @throws InputError in words for what the page refuses. */
  record(job: RecordJob, host: RecordHost): Promise<Recorded>;
  close(): Promise<void>;
}

/**
 * Builds the recorder’s page, serves it to a Chromium of its own and opens WebGPU there.
 *
 * @param hardware use the machine’s own GPU instead of the software adapter.
 * @throws InputError when there is no Chromium or no adapter.
 */
export async function openPageRecorder(hardware: boolean): Promise<PageRecorder> {
  const { build, preview } = await import('vite');
  const { chromium } = await import('playwright');
  const { findChromium } = await import('./chromium');
  const outDir = mkdtempSync(join(tmpdir(), 'recorder-page-'));
  const config = {
    configFile: false as const,
    logLevel: 'error' as const,
    root: join(process.cwd(), 'src/record/page'),
    publicDir: false as const,
    base: './',
    resolve: { alias: { '@': join(process.cwd(), 'src') } },
    worker: { format: 'es' as const },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 1e6, target: 'esnext' },
  };
  const closing: (() => unknown)[] = [() => rmSync(outDir, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    await build(config);
    const server = await preview({ ...config, preview: { port: 0, host: '127.0.0.1' } });
    closing.push(() => server.close());
    const browser = await chromium.launch(await findChromium(hardware));
    closing.push(() => browser.close());
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    let host: RecordHost | undefined;
    const bindings: PageBindings = {
      readRecorderFile: (name) => inWords(host!.read, name),
      loadRecorderPart: async () => {
        const bytes = await host!.loadPart();
        return bytes && Buffer.from(bytes).toString('base64');
      },
      saveRecorderPart: (base64) => host!.savePart(Buffer.from(base64, 'base64')),
      showRecorderProgress: async (text) => host!.progress(JSON.parse(text) as RunProgress),
    };
    for (const [name, binding] of Object.entries(bindings)) {
      await page.exposeFunction(name, binding);
    }
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.waitForFunction(() => 'recorder' in globalThis);
    const opened = await page.evaluate(() => recorder.open());
    if ('trouble' in opened) throw new InputError(opened.trouble);
    return {
      backend: `${opened.backend}, Chromium ${browser.version()}`,
      close,
      async record(job, of) {
        host = of;
        const recorded = await page.evaluate((one) => recorder.record(one), job);
        if ('trouble' in recorded) throw new InputError(recorded.trouble);
        const bytes = new Uint8Array(Buffer.from(recorded.base64, 'base64'));
        return { bytes, summary: recorded.summary };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function inWords(read: ReadFile, name: string) {
  try {
    return { base64: Buffer.from(await read(name)).toString('base64') };
  } catch (error) {
    return { trouble: (error as Error).message };
  }
}
