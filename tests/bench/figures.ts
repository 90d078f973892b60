/**
 * How long each figure of the lecture takes with its default settings, from the press of its button
 * to its last number, in a real browser on the built site: `npm run bench:figures [-- --without-webgl] [-- ID…]`. What a browser without a graphics card
 * has is no WebGL at all, or WebGL in software, which draws at the expense of what computes.
 * SITE_DIR names a folder built before.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../../src/record/chromium.ts';
import { buildSite } from '../site/built.ts';
import { serve } from '../site/server.ts';

const given = process.env['SITE_DIR'];
const folder = given ?? (await mkdtemp(join(tmpdir(), 'depth-figures-')));
if (!given) await buildSite(folder, '/some/path');
const server = await serve(folder, '/some/path');
const launch = await findChromium();
const withoutGl = process.argv.includes('--without-webgl');
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));

/** Runs in the page, before its own scripts. */
function takeWebGlAway() {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string) {
    return /webgl/.test(kind) ? null : Reflect.apply(getContext, this, [kind]);
  } as typeof getContext;
}

/** Seconds, or what went wrong. */
async function timeOf(chapter: string, id: string): Promise<string> {
  // A browser each: software graphics cards are still busy with the last page's pictures.
  const browser = await chromium.launch(launch);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    if (withoutGl) await page.addInitScript(takeWebGlAway);
    await page.goto(new URL(`chapters/${chapter}/#${id}?v=1`, server.address).href);
    const figure = page.locator(`[id="${id}"]`);
    await figure.locator('astro-island:not([ssr])').waitFor();
    const button = figure.locator('.controls button.main').first();
    if ((await button.count()) === 0) return 'recorded';
    await figure.locator('.plot canvas').first().waitFor();
    await page.waitForTimeout(1500);
    const took = await figure.evaluate(
      (element) =>
        new Promise<number>((resolve) => {
          const started = performance.now();
          const over = () => /All networks trained|Measured\./.test(element.textContent ?? '');
          const watcher = new MutationObserver(() => {
            if (!over()) return;
            watcher.disconnect();
            resolve(performance.now() - started);
          });
          watcher.observe(element, { subtree: true, childList: true, characterData: true });
          element.querySelector<HTMLButtonElement>('.controls button.main')!.click();
        }),
    );
    return (took / 1000).toFixed(1);
  } catch (error) {
    return (error as Error).message.split('\n')[0]!;
  } finally {
    await browser.close();
  }
}

try {
  console.log(`${cpus().length} processors; seconds from the press to the last number`);
  for (const chapter of (await readdir(join(folder, 'chapters'))).sort()) {
    const html = await readFile(join(folder, 'chapters', chapter, 'index.html'), 'utf8');
    for (const [, id] of html.matchAll(/<figure class="figure[^"]*" id="([^"]+)"/g)) {
      if (only.length > 0 && !only.includes(id!)) continue;
      console.log(`${chapter.padEnd(32)} ${id!.padEnd(20)} ${await timeOf(chapter, id!)}`);
    }
  }
} finally {
  await server.close();
  if (!given) await rm(folder, { recursive: true, force: true });
}
