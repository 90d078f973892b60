import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, visit } from './visit';

const { folder } = inject('site');
const pages = (await readdir(folder, { recursive: true }))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('index.html'))
  .map((file) => file.replace(/index\.html$/, ''))
  .sort();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

afterAll(closeBrowser);

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** @param only levels of the rules, or the names of some. @returns each violation in words. */
async function violations(page: Page, only: readonly string[], type: 'tag' | 'rule' = 'tag') {
  const { violations } = await page.evaluate(
    ([values, type]) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
        runOnly: { type, values },
      }) as Promise<AxeResults>,
    [only, type] as const,
  );
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n  ${nodes.map((n) => n.html.slice(0, 160)).join('\n  ')}`,
  );
}

function unfold(page: Page) {
  return page.locator('main details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true;
  });
}

/** What sticks out of the window to the right. */
function tooWide(page: Page) {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth - innerWidth <= 0) return [];
    return [...document.querySelectorAll('main *')]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 5)
      .map((e) => e.outerHTML.slice(0, 120));
  });
}

/** Code that scrolls in itself becomes a region of the page, and nothing says which. */
function unnamed(page: Page) {
  return page
    .locator('main pre')
    .evaluateAll((all) =>
      all
        .filter((pre) => pre.scrollWidth > pre.clientWidth && !pre.ariaLabel)
        .map((pre) => pre.textContent!.slice(0, 80)),
    );
}

describe.each(pages)('/%s', (path) => {
  it('has no violation of WCAG 2.2 AA in either theme, and fits 320 pixels, with its figures open', async () => {
    const { page, errors, close } = await visit(path, {
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    // Figures wake as they are seen; all that folds is unfolded: answers, then settings and tables.
    await unfold(page);
    for (const island of await page.locator('astro-island[client="visible"]').all()) {
      await island.evaluate((element) => element.firstElementChild?.scrollIntoView());
      await expect.poll(() => island.getAttribute('ssr'), { timeout: 30_000 }).toBeNull();
    }
    await unfold(page);
    await page.evaluate(axe);
    expect(await violations(page, LEVELS)).toEqual([]);
    // The same page turns dark; colours are all that changes.
    await page.evaluate(() => {
      const select = document.querySelector<HTMLSelectElement>('starlight-theme-select select')!;
      select.value = 'dark';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset['theme']))
      .toBe('dark');
    const colours = ['color-contrast', 'link-in-text-block'];
    expect(await violations(page, colours, 'rule')).toEqual([]);
    // 1,280 pixels at 400%, which is also a small phone; and at 200%.
    for (const width of [320, 640]) {
      await page.setViewportSize({ width, height: 640 });
      expect(await tooWide(page)).toEqual([]);
      expect(await unnamed(page)).toEqual([]);
    }
    expect(errors).toEqual([]);
    await close();
  });
});
