import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright';
import { findChromium } from '../../src/record/chromium.ts';
import { buildSite } from './built.ts';
import { serve } from './server.ts';

/*
 * node tests/site/lighthouse.ts [PAGE…]
 *
 * Lighthouse, mobile profile, on the built site: at least 95 of 100 in every category, and a layout
 * shift under 0.02. Each page is tried up to three times, and its best run counts.
 *
 * Pages are rasterised by the CPU: the graphics card of a machine that has none is itself a program,
 * and one that takes a second for what a phone's does in a millisecond. WebGL stays in software.
 */

const PAGES = ['', 'chapters/the-effect-of-depth/', 'chapters/why-skip-connections/'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const LEAST = 95;
const MOST_SHIFT = 0.02;
const TRIES = 3;
const given = process.env['SITE_DIR'];
const folder = given ?? (await mkdtemp(join(tmpdir(), 'depth-lighthouse-')));
if (!given) await buildSite(folder, '/some/path');
const server = await serve(folder, '/some/path', { compress: true });
const launch = await findChromium();
const port = 9000 + (process.pid % 900);
const browser = await chromium.launch({
  ...launch,
  args: [...launch.args, `--remote-debugging-port=${port}`],
});

interface Scores {
  readonly scores: readonly number[];
  readonly shift: number;
  readonly metrics: string;
  readonly failed: readonly string[];
  /** How fast this machine was meanwhile. */
  readonly index: number;
}

async function audit(page: string): Promise<Scores> {
  const result = await lighthouse(new URL(page, server.address).href, {
    port,
    logLevel: 'error',
    onlyCategories: CATEGORIES,
  });
  if (!result) throw new Error(`Lighthouse said nothing about “${page}”.`);
  const { categories, audits, runtimeError, environment } = result.lhr;
  if (runtimeError) throw new Error(runtimeError.message);
  const shown = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'];
  return {
    scores: CATEGORIES.map((name) => Math.round(100 * (categories[name]?.score ?? 0))),
    shift: audits['cumulative-layout-shift']?.numericValue ?? Number.NaN,
    index: environment.benchmarkIndex,
    metrics: shown.map((name) => audits[name]?.displayValue).join(', '),
    failed: Object.values(audits)
      .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0)
      .map(({ title }) => title),
  };
}

const good = ({ scores, shift }: Scores) =>
  scores.every((score) => score >= LEAST) && shift < MOST_SHIFT;
const sum = ({ scores }: Scores) => scores.reduce((a, b) => a + b, 0);

let passed = true;
try {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : PAGES;
  console.log(
    `page: ${CATEGORIES.join(', ')}; layout shift; first and largest paint, blocking; index of this machine`,
  );
  for (const page of wanted) {
    let best: Scores | undefined;
    for (let k = 0; k < TRIES && !(best && good(best)); k++) {
      const one = await audit(page);
      if (!best || sum(one) > sum(best)) best = one;
    }
    const { scores, shift, metrics, failed } = best!;
    console.log(
      `/${page}: ${scores.join(', ')}; ${shift.toFixed(4)}; ${metrics}; ${best!.index.toFixed(0)}`,
    );
    if (good(best!)) continue;
    passed = false;
    console.log(
      `  wanted: ${LEAST} everywhere and a shift under ${MOST_SHIFT}. ${failed.join('; ')}`,
    );
  }
} finally {
  await browser.close();
  await server.close();
  if (!given) await rm(folder, { recursive: true, force: true });
}
process.exit(passed ? 0 : 1);
