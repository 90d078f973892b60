/**
 * Uses the built site for a long time, as a restless reader would, and watches its memory:
 * `npm run test:soak -- --minutes 60`. One page stays open all the time and trains, measures surfaces
 * and switches between its figures; a second one goes through the chapters. Passes if the memory of
 * the first at the end is within a fifth of that after five minutes, and nothing went wrong.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { findChromium } from '../../src/record/chromium.ts';
import { buildSite } from '../site/built.ts';
import { serve } from '../site/server.ts';
import { Faults } from './faults.ts';
import { measure, type Reading } from './memory.ts';
import { PATIENCE, Reader, Wanderer } from './reader.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    /** A folder built for BASE already. */
    site: { type: 'string' },
  },
});
const BASE = '/some/path';
const SETTLED = 5;
const MORE = 0.2;
const minutes = Number(values.minutes);
if (!(minutes > 0))
  throw new Error(`--minutes was ${values.minutes}; a number above 0 was expected.`);
// A short trial compares with its first third.
const settled = Math.min(SETTLED, minutes / 3);

const folder = values.site ?? (await mkdtemp(join(tmpdir(), 'depth-soak-')));
if (!values.site) await buildSite(folder, BASE);
const server = await serve(folder, BASE);
const browser = await chromium.launch(await findChromium());
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
context.setDefaultTimeout(PATIENCE);
const faults = new Faults((fault) => console.log(`  ${fault}`));

const page = faults.watch(await context.newPage());
const other = faults.watch(await context.newPage());
await page.goto(`${server.address}chapters/why-skip-connections/`);
const reader = new Reader(page);
const wanderer = new Wanderer(other, server.address);

const start = performance.now();
const elapsed = () => (performance.now() - start) / 60_000;
const readings: Reading[] = [];
console.log('minute   rounds   page MB   of it buffers   processes MB   faults');
while (elapsed() < minutes) {
  await page.bringToFront();
  await reader.round().catch(faults.add);
  await other.bringToFront();
  await wanderer.round().catch(faults.add);
  if (elapsed() - (readings.at(-1)?.minute ?? 0) < Math.min(1, settled / 3)) continue;
  const reading = await measure(page, elapsed());
  readings.push(reading);
  const cells = [reading.minute, reader.rounds, reading.page, reading.buffers];
  const line = [...cells, reading.processes].map((cell, i) => cell.toFixed(i === 1 ? 0 : 1));
  const widths = [6, 9, 10, 16, 15];
  console.log(line.map((cell, i) => cell.padStart(widths[i]!)).join(''), faults.list.length);
}

const early = median(readings.filter(({ minute }) => Math.abs(minute - settled) <= settled / 2));
const late = median(readings.slice(-3));
const growth = late / early - 1;
console.log(
  `\n${reader.trainings} trainings, ${reader.measurements} measurements and ${wanderer.rounds} pages in ${elapsed().toFixed(1)} minutes.`,
  `\nMemory of the page ${early.toFixed(1)} MB after ${settled.toFixed(1)} minutes, ${late.toFixed(1)} MB at the end: ${(100 * growth).toFixed(1)}%.`,
  `\n${faults.list.length} errors or unhandled rejections.`,
);
await browser.close();
await server.close();
if (!values.site) await rm(folder, { recursive: true, force: true });
process.exitCode = growth <= MORE && faults.list.length === 0 ? 0 : 1;

function median(some: readonly Reading[]): number {
  const sorted = some.map(({ page }) => page).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
