import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { charts } from '@/figures/charts';
import type { Control } from '@/figures/comparison/definition';
import { definitions } from '@/figures/definitions';
import { LAB, labStateOf } from '@/figures/lab/link';
import { stateOf } from '@/figures/parts/address';
import { figureOf } from '@/figures/parts/fragment';
import { closeBrowser, visit } from './visit';

const { folder } = inject('site');
const files = (await readdir(folder, { recursive: true })).map((file) =>
  file.replaceAll('\\', '/'),
);
const pages = files.filter((file) => file.endsWith('.html'));
const html = new Map(
  await Promise.all(
    pages.map(async (page) => [page, await readFile(join(folder, page), 'utf8')] as const),
  ),
);
const BASE = '/some/path/';

afterAll(closeBrowser);

/** Whether a fragment names a state that its figure takes. */
function opens(fragment: string): boolean {
  const id = figureOf(fragment);
  if (id === LAB) {
    try {
      return labStateOf(fragment) !== undefined;
    } catch {
      return false;
    }
  }
  const found = definitions[id] ?? charts[id];
  if (!found) return false;
  const { defaults, controls, more = [] } = found;
  try {
    return (
      stateOf({ id, defaults, controls: [...controls, ...more] as Control[] }, fragment) !==
      undefined
    );
  } catch {
    return false;
  }
}

describe.each(pages)('%s', (page) => {
  const text = html.get(page)!;

  it('links only to pages, files and anchors that are there', () => {
    const broken: string[] = [];
    for (const [, , escaped] of text.matchAll(/\s(href|src)="([^"]+)"/g)) {
      const reference = escaped!
        .replaceAll('&#38;', '&')
        .replaceAll('&amp;', '&')
        .replaceAll('&#x26;', '&');
      if (!reference || /^(https?:|mailto:|data:)/.test(reference)) continue;
      const [path, anchor] = decodeURIComponent(reference).split('#') as [string, string?];
      const here = page === 'index.html' ? '' : posix.dirname(page);
      const absolute =
        path === ''
          ? page
          : path.startsWith('/')
            ? path.slice(BASE.length)
            : posix.join(here, path);
      if (path.startsWith('/') && !`${path}/`.startsWith(BASE)) broken.push(reference);
      const target = [absolute, posix.join(absolute, 'index.html')]
        .map((file) => file.split('?')[0]!.replace(/^\.?\//, ''))
        .find((file) => files.includes(file) && /\.\w+$/.test(file));
      if (!target) broken.push(reference);
      else if (anchor && html.has(target)) {
        const [id] = anchor.split('?') as [string];
        if (!html.get(target)!.includes(`id="${id}"`)) broken.push(reference);
        // A state that the figure would refuse is a broken link as well.
        else if (anchor.includes('?') && !opens(`#${anchor}`)) broken.push(reference);
      }
    }
    expect(broken).toEqual([]);
  });

  it('holds no failed formula and no unresolved citation', () => {
    expect(text).not.toContain('katex-error');
    expect(text).not.toMatch(/\[-?@\w+/);
    expect(text).not.toContain('$$');
  });

  it('keeps MathML beside every formula and ships no KaTeX script', () => {
    const count = (what: RegExp) => [...text.matchAll(what)].length;
    expect(count(/class="katex-html"/g)).toBe(count(/<math /g));
    expect(text).not.toMatch(/<script[^>]*katex/i);
  });

  it('gives every base of a formula one subscript and one superscript at most, as browsers demand', () => {
    expect([...text.matchAll(/<math .*?<\/math>/gs)].flatMap(([math]) => misshapen(math))).toEqual(
      [],
    );
  });
});

/** How many children these have in MathML Core; with any other number nothing is drawn. */
const CHILDREN: Readonly<Record<string, number>> = {
  mfrac: 2,
  mroot: 2,
  msub: 2,
  msup: 2,
  munder: 2,
  mover: 2,
  msubsup: 3,
  munderover: 3,
};

/** Elements of a formula that have another number of children. */
function misshapen(math: string): string[] {
  const open: { name: string; children: number }[] = [];
  const found: string[] = [];
  for (const [, closing, name, single] of math.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (!closing) {
      const parent = open.at(-1);
      if (parent) parent.children++;
      if (!single) open.push({ name: name!, children: 0 });
      continue;
    }
    const { children } = open.pop()!;
    if (children !== (CHILDREN[name!] ?? children)) found.push(`${name} of ${children}: ${math}`);
  }
  return found;
}

describe('the built site', () => {
  it('shows the chapter, contents, search and the way on, and asks no other host', async () => {
    const { page, errors, foreign, close } = await visit('chapters/why-skip-connections/');
    await page.waitForLoadState('networkidle');
    await page.locator('h1#_top', { hasText: 'Why skip connections' }).waitFor();
    expect(await page.locator('.katex-display').count()).toBeGreaterThanOrEqual(7);
    expect(await page.locator('nav a[href*="why-skip-connections"]').count()).toBeGreaterThan(0);
    expect(await page.locator('.contents a[href="#one-block"]').isVisible()).toBe(true);
    await page.keyboard.press('Control+k');
    await page.locator('dialog input').first().fill('Jacobian');
    await page.locator('.pagefind-ui__result-link').first().waitFor();
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });

  it('turns dark and back', async () => {
    const { page, close } = await visit('chapters/why-skip-connections/', { colorScheme: 'dark' });
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await theme()).toBe('dark');
    // As its reader's system does, while the page is open.
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect.poll(theme).toBe(colorScheme);
    }
    await page.locator('starlight-theme-select select').first().selectOption('light');
    expect(await theme()).toBe('light');
    await close();
  });

  it('says in words that a page is not there', async () => {
    const { page, close } = await visit('no/such/page/');
    await expect.poll(() => page.locator('h1').textContent()).toBeTruthy();
    await close();
  });

  it('does not scroll sideways on a phone', async () => {
    const { page, close } = await visit('chapters/why-skip-connections/', {
      viewport: { width: 320, height: 640 },
    });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await close();
  });

  it('keeps the widest formula clear of its number on a phone', async () => {
    const { page, close } = await visit('chapters/weight-decay/', {
      viewport: { width: 320, height: 640 },
    });
    const gaps = await page.locator('.katex-display:has(.katex-tag)').evaluateAll((formulas) =>
      formulas.map((formula) => {
        const edges = (part: string) =>
          [...formula.querySelectorAll(part)].map((one) => one.getBoundingClientRect());
        const right = Math.max(...edges('.katex-base').map((box) => box.right));
        return edges('.katex-tag')[0]!.left - right;
      }),
    );
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) expect(gap).toBeGreaterThan(4);
    await close();
  });
});
