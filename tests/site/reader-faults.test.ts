import type { Locator, Page } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { closeBrowser, visit } from './visit';

const PAGE = 'chapters/why-skip-connections/';
const LONG = `${PAGE}#skip-or-no-skip?v=1&depth=4&width=8&data=moons&steps=4000`;

/** Little to draw. */
const SMALL = { viewport: { width: 640, height: 480 } };

afterAll(closeBrowser);

/** The figure, awake. */
async function awake(page: Page): Promise<Locator> {
  const figure = page.locator('#skip-or-no-skip');
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('astro-island:not([ssr])').waitFor();
  return figure;
}

const press = (figure: Locator, name: string) =>
  figure.getByRole('button', { name, exact: true }).click();
const done = (figure: Locator) =>
  figure.getByText('All networks trained').waitFor({ timeout: 120_000 });
const values = (figure: Locator) => figure.locator('.readout tbody').innerText();
const step = async (figure: Locator) =>
  Number(
    (await figure.locator('.status').innerText()).match(/step ([\d,]+) of/)?.[1]?.replace(',', ''),
  );

// A busy machine takes its time to let go of a page that draws.
const reload = (page: Page) => page.reload({ waitUntil: 'commit', timeout: 120_000 });

/** Waits until a run is well under way. */
async function underWay(figure: Locator, from = 300) {
  for (let now = 0; !(now >= from); now = await step(figure)) {
    await figure.page().waitForTimeout(20);
  }
}

/** What the browser keeps of runs. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const { name } = (await indexedDB.databases()).find((one) => one.name?.endsWith('runs')) ?? {};
    if (!name) return [];
    const opened = indexedDB.open(name);
    await new Promise((resolve) => {
      opened.onsuccess = resolve;
    });
    const asked = opened.result.transaction('values').objectStore('values').getAllKeys();
    await new Promise((resolve) => {
      asked.onsuccess = resolve;
    });
    opened.result.close();
    return asked.result.map(String);
  });

async function emptied(page: Page) {
  await expect.poll(() => kept(page)).toEqual([]);
}

describe('the reader', () => {
  it('reloads in mid-run, follows a link and comes back → the run goes on to the same numbers', async () => {
    const { page, errors, close } = await visit(LONG, SMALL);
    let figure = await awake(page);
    await press(figure, 'Train');
    await done(figure);
    const uninterrupted = await values(figure);
    await emptied(page);

    await reload(page);
    figure = await awake(page);
    await press(figure, 'Train');
    await underWay(figure);
    await reload(page);
    figure = await awake(page);
    const said = figure.getByText(/The run of \d\d:\d\d goes on from step [\d,]+\./);
    await said.waitFor();
    expect(
      Number((await said.innerText()).match(/step ([\d,]+)/)![1]!.replace(',', '')),
    ).toBeGreaterThan(0);

    await underWay(figure, 1500);
    await page.getByRole('link', { name: 'Glossary' }).first().click();
    await page.waitForURL(/glossary/);
    await page.goto(new URL(PAGE, page.url().replace('glossary/', '')).href);
    figure = await awake(page);
    await figure.getByText(/goes on from step/).waitFor();
    await done(figure);
    expect(await values(figure)).toBe(uninterrupted);
    await emptied(page);
    expect(errors).toEqual([]);
    await close();
  });
});
