/**
 * Measures the JavaScript that plots cost a frame, in a real browser: `npm run bench:plots`. Without
 * a graphics card the drawing itself runs in software and says nothing about a reader's frame rate:
 * so it is told apart, and draw calls and uploaded bytes are counted.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { findChromium } from '../../src/record/chromium.ts';
import type { Line } from './plots-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const server = await createServer({
  root,
  configFile: false,
  resolve: { alias: { '@': `${root}src` } },
  server: { port: 0, hmr: false },
  logLevel: 'error',
  optimizeDeps: { include: ['regl', 'd3-contour', 'd3-format', 'd3-scale', 'd3-scale-chromatic'] },
});
await server.listen();
const address = server.resolvedUrls!.local[0]!;
const browser = await chromium.launch(await findChromium());
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${address}tests/bench/plots.html`);
  await page.waitForFunction(() => 'bench' in window);
  const lines = (await page.evaluate('bench()')) as Line[];
  console.log('JavaScript a frame           median ms   p95 ms   of it drawing   draws      KB up');
  for (const line of lines) {
    const cells = [
      line.name.padEnd(36),
      line.median.toFixed(2).padStart(7),
      line.p95.toFixed(2).padStart(8),
      line.graphics.toFixed(2).padStart(10),
      line.draws.toFixed(0).padStart(8),
      (line.bytes / 1024).toFixed(0).padStart(8),
    ];
    console.log(cells.join(' '));
  }
} finally {
  await browser.close();
  await server.close();
}
