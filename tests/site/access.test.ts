import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, visit } from './visit';

const { folder } = inject('site');
const pages = (await readdir(folder, { recursive: true }))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('index.html'))
  .map((file) => file.replace(/index\.html$/, ''))
  .sort();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

afterAll(closeBrowser);

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
}

describe.each(pages)('/%s', (path) => {
  it.each(['light', 'dark'] as const)('has no violation of WCAG 2.2 AA, %s', async (scheme) => {
    const { page, close } = await visit(path, { colorScheme: scheme, reducedMotion: 'reduce' });
    // Figures wake as they are seen.
    for (const island of await page.locator('astro-island[client="visible"]').all()) {
      await island.evaluate((element) => element.firstElementChild?.scrollIntoView());
    }
    await page.waitForTimeout(300);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(
      () =>
        (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }) as Promise<AxeResults>,
    );
    const words = violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n  ${nodes.map((n) => n.html.slice(0, 160)).join('\n  ')}`,
    );
    expect(words).toEqual([]);
    await close();
  });

  it('fits a screen of 320 pixels', async () => {
    const { page, close } = await visit(path, { viewport: { width: 320, height: 640 } });
    const wide = await page.evaluate(() => {
      const over = document.documentElement.scrollWidth - innerWidth;
      if (over <= 0) return [];
      return [...document.querySelectorAll('main *')]
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5)
        .map((e) => e.outerHTML.slice(0, 120));
    });
    expect(wide).toEqual([]);
    await close();
  });
});
