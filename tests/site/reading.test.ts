import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, theBrowser, visit } from './visit';

/* Reading, before any figure is asked for anything: little script, no data; without script; on paper. */

const { folder, address } = inject('site');
const BASE = new URL(address).pathname;
const pages = (await readdir(folder, { recursive: true }))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('index.html'))
  .sort();
const chapters = pages.filter((page) => page.startsWith('chapters/'));

afterAll(closeBrowser);

const BUDGET = 60 * 1024;
/** What regl and tfjs say of themselves, however their files are named. */
const HEAVY = /\(regl\)|@tensorflow|tensorflow\.js/i;

const inside = (path: string) => decodeURIComponent(path.slice(BASE.length)).split('?')[0]!;
const text = new Map<string, Promise<string>>();
function source(file: string): Promise<string> {
  if (!text.has(file)) text.set(file, readFile(join(folder, file), 'utf8'));
  return text.get(file)!;
}

/** The modules that a page names, and those they import before they run. */
async function staticModules(html: string): Promise<string[]> {
  const found = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => inside(src!));
  for (let k = 0; k < found.length; k++) {
    const code = await source(found[k]!);
    for (const [, name] of code.matchAll(
      /(?:^|[;}])\s*(?:import|export)\s*(?:[^'"()]*?from\s*)?["']([^"']+)["']/g,
    )) {
      const file = posix.join(posix.dirname(found[k]!), name!);
      if (!found.includes(file)) found.push(file);
    }
  }
  return found;
}

const weight = async (files: readonly string[]) =>
  (
    await Promise.all(files.map(async (file) => gzipSync(await source(file), { level: 9 }).length))
  ).reduce((a, b) => a + b, 0);

describe.each(pages)('%s', (page) => {
  it('names little script, and no regl or tfjs', async () => {
    const html = await readFile(join(folder, page), 'utf8');
    const files = await staticModules(html);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(await source(file), file).not.toMatch(HEAVY);
    const inline = [...html.matchAll(/<script(?![^>]*src=)[^>]*>([\s\S]*?)<\/script>/g)]
      .map(([, code]) => gzipSync(code!).length)
      .reduce((a, b) => a + b, 0);
    expect((await weight(files)) + inline).toBeLessThan(BUDGET);
  });
});

it('asks for at most 60 KB of script and no data until a figure is near', async () => {
  const browser = await theBrowser();
  for (const page of chapters) {
    // So low a window that the first figure stays further away than its margin of 200 pixels.
    const context = await browser.newContext({ viewport: { width: 1280, height: 120 } });
    const tab = await context.newPage();
    const asked: string[] = [];
    tab.on('request', (request) => asked.push(inside(new URL(request.url()).pathname)));
    await tab.goto(new URL(page.replace('index.html', ''), address).href);
    await tab.waitForLoadState('networkidle');
    expect(await tab.locator('astro-island:not([ssr])').count()).toBe(0);
    expect(asked.filter((file) => /\.(safetensors|bin|json|wasm)$/.test(file))).toEqual([]);
    const scripts = asked.filter(
      (file) => file.endsWith('.js') && !file.includes('service-worker'),
    );
    for (const file of scripts) expect(await source(file), file).not.toMatch(HEAVY);
    expect(await weight(scripts), page).toBeLessThan(BUDGET);
    await context.close();
  }
});

it('loads no tfjs and no dataset for a figure that is looked at, before it is started', async () => {
  const { page, errors, close } = await visit('chapters/why-skip-connections/');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(inside(new URL(request.url()).pathname)));
  await page.reload();
  await page.locator('#skip-or-no-skip astro-island:not([ssr])').waitFor();
  await page.waitForLoadState('networkidle');
  // Until the reader moves, the still is enough.
  expect(await page.locator('#skip-or-no-skip canvas').count()).toBe(0);
  expect(asked.filter((file) => file.endsWith('.safetensors'))).toEqual([]);
  await page.mouse.move(5, 5);
  await page.locator('#skip-or-no-skip .relief canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect(asked.filter((file) => file.startsWith('data/'))).toEqual([]);
  for (const file of asked.filter((name) => name.endsWith('.js'))) {
    expect(await source(file), file).not.toMatch(/@tensorflow|tensorflow\.js/i);
  }
  // Waking, and scrolling through the page, move nothing that the reader has before them.
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & {
            value: number;
            hadRecentInput: boolean;
          })[]) {
            if (!entry.hadRecentInput) sum += entry.value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
  expect(shift).toBeLessThan(0.02);
  expect(errors).toEqual([]);
  await close();
});

it('holds all text, formulas, stills and answers without script', async () => {
  const context = await (await theBrowser()).newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  for (const page of chapters) {
    await tab.goto(new URL(page.replace('index.html', ''), address).href);
    expect(await tab.locator('h1').isVisible()).toBe(true);
    expect((await tab.locator('main').innerText()).length).toBeGreaterThan(3000);
    const formulas = tab.locator('main .katex');
    for (const formula of (await formulas.all()).slice(0, 3)) {
      expect(await formula.isVisible()).toBe(true);
    }
    const figures = await tab.locator('.figure').all();
    expect(figures.length, page).toBeGreaterThan(0);
    for (const figure of figures) {
      const still = figure.locator('.still svg').first();
      expect(await still.isVisible()).toBe(true);
      expect((await still.boundingBox())!.height).toBeGreaterThan(100);
      // In words: what the data show, with numbers.
      expect(await still.getAttribute('aria-label')).toMatch(/\d.*\./);
    }
    await tab.locator('main details summary').first().click();
    expect(await tab.locator('main details[open] p').first().isVisible()).toBe(true);
  }
  // The contents, folded away on a narrow screen, open without script too.
  await tab.setViewportSize({ width: 390, height: 800 });
  await tab.locator('.sl-menu-button').click();
  expect(await tab.locator('#starlight__sidebar a').first().isVisible()).toBe(true);
  await context.close();
});

it('prints stills, text and the addresses of links, and nothing to press', async () => {
  const { page, close } = await visit('chapters/why-skip-connections/', { colorScheme: 'dark' });
  const seen = (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
  await page.locator('#skip-or-no-skip astro-island:not([ssr])').waitFor();
  await page.mouse.move(5, 5);
  await page.locator('#skip-or-no-skip .relief canvas').first().waitFor();
  expect(await seen('.on-paper')).toBe(0);
  expect(await seen('main button')).toBeGreaterThan(3);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const pressed of [
    'main button',
    'main select',
    'main input',
    'header.header',
    'nav',
    '.share',
  ]) {
    expect(await seen(pressed), pressed).toBe(0);
  }
  // The awake figure prints as it stands, the sleeping ones as their stills.
  const figures = await page.locator('.figure').count();
  expect(figures).toBeGreaterThan(3);
  const pictured = await page
    .locator('.figure')
    .evaluateAll(
      (all) =>
        all.filter((figure) =>
          [...figure.querySelectorAll('.still svg, .plot canvas')].some(
            (picture) => picture.checkVisibility() && picture.getBoundingClientRect().height > 100,
          ),
        ).length,
    );
  expect(pictured).toBe(figures);
  // Dark on the screen is still ink on paper.
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  const notes = page.locator('.print-links li');
  expect(await notes.count()).toBeGreaterThan(0);
  expect(await seen('sup.on-paper')).toBeGreaterThanOrEqual(await notes.count());
  for (const note of await notes.allTextContents()) {
    expect(note).toMatch(/^https:\/\/lecture\.example\/some\/path\/|^https?:\/\//);
  }
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(50_000);
  await close();
});
