import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { charts } from '@/figures/charts';
import { definitions } from '@/figures/definitions';
import { closeBrowser, visit } from './visit';

/*
 * Every figure of the lecture with its default settings: a still before any script, a run at the
 * press of its button, numbers under it.
 */
const { folder } = inject('site');
const pages = (await readdir(join(folder, 'chapters'))).sort();
const figures = (
  await Promise.all(
    pages.map(async (page) => {
      const html = await readFile(join(folder, 'chapters', page, 'index.html'), 'utf8');
      const ids = [...html.matchAll(/<figure class="figure[^"]*" id="([^"]+)"/g)].map(
        ([, id]) => id!,
      );
      return ids.map((id) => ({ page, id, html }));
    }),
  )
).flat();

afterAll(closeBrowser);

it('every figure that is defined stands in a chapter', () => {
  const standing = figures.map(({ id }) => id).sort();
  expect(standing).toEqual([...Object.keys(definitions), ...Object.keys(charts)].sort());
});

describe.each(figures)('$id', ({ page: path, id, html }) => {
  it('has a number, is referred to by it, and says what was measured over seeds', () => {
    const page = html.replaceAll(/&nbsp;|\u00a0/g, ' ');
    const number = /<span class="number[^"]*"[^>]*>(Figure \d+\.\d+)<\/span>/.exec(
      page.slice(page.indexOf(`id="${id}"`)),
    )?.[1];
    expect(number).toBeDefined();
    const words = page.replaceAll(/<figure[\s\S]*?<\/figure>/g, '');
    const reference = new RegExp(`<a [^>]*#${id}"[^>]*>${number!.replace('.', '\\.')}</a>`);
    expect(words).toMatch(reference);
    const figure = page.slice(page.indexOf(`id="${id}"`)).split('</figure>', 1)[0]!;
    const caption = figure.slice(figure.indexOf('<figcaption>'));
    expect(caption).toContain('Measured</strong>');
    expect(caption).toMatch(definitions[id]?.recordedOnly ? /one recording each/ : /±/);
  });

  it('shows a still without script', () => {
    const from = html.indexOf(`id="${id}"`);
    const figure = html.slice(from, html.indexOf('</figure>', from));
    expect(figure).toMatch(/<svg [^>]*role="img" aria-label="[^"]{10,}"/);
    expect(figure).toMatch(/<figcaption>[\s\S]{80,}<\/figcaption>/);
  });

  const definition = definitions[id];
  // Comparisons share one view and one model: one of four panels and one of eight stand for them all.
  if (definition && !['directions', 'width'].includes(id)) return;
  it('runs', async () => {
    const { page, errors, foreign, close } = await visit(`chapters/${path}/#${id}?v=1`, {
      // A phone's: reliefs of that size cost a machine without a graphics card a quarter.
      viewport: { width: 390, height: 844 },
    });
    const figure = page.locator(`[id="${id}"]`);
    await figure.locator('astro-island:not([ssr])').waitFor();
    await figure.locator('.controls button.main').first().click();
    const over = definition ? 'All networks trained' : 'Measured.';
    await figure.getByText(over).waitFor({ timeout: 150_000 });
    expect(await figure.locator('.panel canvas').count()).toBeGreaterThan(0);
    const cells = await figure.locator('astro-island .readout tbody td').allTextContents();
    expect(cells.length).toBeGreaterThan(0);
    expect(cells.filter((cell) => /\d/.test(cell)).length).toBeGreaterThan(cells.length / 2);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });
});
