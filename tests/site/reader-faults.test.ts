import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, theBrowser, visit } from './visit';

const PAGE = 'chapters/why-skip-connections/';
const LONG = 'v=1&depth=4&width=8&data=moons&steps=4000';

const SMALL = { viewport: { width: 640, height: 480 }, withoutGraphics: true };

// A software GPU would draw for half a minute what a training of seconds gives it to draw.
beforeAll(() => theBrowser('--disable-gpu', '--disable-software-rasterizer'));
afterAll(closeBrowser);

/** The figure, awake. */
async function awake(page: Page, id = 'skip-or-no-skip'): Promise<Locator> {
  const figure = page.locator(`#${id}`);
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('astro-island:not([ssr])').first().waitFor();
  return figure;
}

const press = (figure: Locator, name: string) =>
  figure.getByRole('button', { name, exact: true }).click();
const done = (figure: Locator) =>
  figure.getByText('All networks trained').waitFor({ timeout: 120_000 });
const values = (figure: Locator) => figure.locator('.readout tbody').first().innerText();
const status = (figure: Locator) => figure.locator('.status').first();
/** Steps taken; all of them once the training is over. */
async function step(figure: Locator): Promise<number> {
  const words = await status(figure).innerText();
  if (/Measuring|trained/.test(words)) return Number.POSITIVE_INFINITY;
  return Number(words.match(/Training step ([\d,]+) of/)?.[1]?.replace(',', '') ?? 0);
}

/** Waits until a run is well under way. */
async function underWay(figure: Locator, from = 300) {
  const options = { timeout: 60_000, interval: 20 };
  await expect.poll(() => step(figure), options).toBeGreaterThanOrEqual(from);
}

/** The step from which a run goes on. */
async function goesOnFrom(figure: Locator): Promise<number> {
  const said = figure.getByText(/The run of \d\d:\d\d goes on from step [\d,]+\./);
  await said.waitFor();
  return Number((await said.innerText()).match(/step ([\d,]+)/)![1]!.replace(',', ''));
}

/** Names of the runs under way that the browser keeps. */
const kept = (page: Page, figure: string) =>
  page.evaluate(async (figure) => {
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
    return asked.result.map(String).filter((key) => key.startsWith(`${figure}/`));
  }, figure);

async function emptied(page: Page, figure = 'skip-or-no-skip') {
  await expect.poll(() => kept(page, figure), { timeout: 20_000 }).toEqual([]);
}

/** Says of the page that its tab is hidden, or no longer, as a browser does. */
const hide = (page: Page, hidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    const state = hidden ? 'hidden' : 'visible';
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

/** The page goes into the browser's cache for “back”, or comes out of it. */
const cached = (page: Page, event: 'pagehide' | 'pageshow') =>
  page.evaluate(
    (event) => dispatchEvent(new PageTransitionEvent(event, { persisted: true })),
    event,
  );

describe('the reader', () => {
  it('reloads in mid-run, follows a link and goes back → the run goes on to the same numbers', async () => {
    const { page, errors, close } = await visit(`${PAGE}#skip-or-no-skip?${LONG}`, SMALL);
    let figure = await awake(page);
    await press(figure, 'Train');
    await done(figure);
    const uninterrupted = await values(figure);
    expect(uninterrupted).toMatch(/\d%/);
    await emptied(page);

    await page.reload();
    figure = await awake(page);
    await press(figure, 'Train');
    await underWay(figure);
    await page.reload();
    figure = await awake(page);
    expect(await goesOnFrom(figure)).toBeGreaterThan(0);

    await underWay(figure, 1500);
    await page.getByRole('link', { name: 'Glossary' }).first().click();
    await page.waitForURL(/glossary/);
    await page.goBack();
    expect(new URL(page.url()).hash).toContain('steps=4000');
    figure = await awake(page);
    expect(await goesOnFrom(figure)).toBeGreaterThan(1000);
    await done(figure);
    expect(await values(figure)).toBe(uninterrupted);
    await emptied(page);

    // Once more: in a hidden tab, and through the cache for “back”.
    await press(figure, 'Train again');
    await underWay(figure);
    await hide(page, true);
    await cached(page, 'pagehide');
    await cached(page, 'pageshow');
    await underWay(figure, 2500);
    await hide(page, false);
    await done(figure);
    expect(await values(figure)).toBe(uninterrupted);
    await emptied(page);
    expect(errors).toEqual([]);
    await close();
  });

  it('changes every control while it trains → no error, and it trains again', async () => {
    const { page, errors, close } = await visit(`${PAGE}#skip-or-no-skip?${LONG}`, SMALL);
    const figure = await awake(page);
    await figure.getByText('More settings').click();
    // Double clicks too.
    const train = async () => {
      const button = figure.locator('button.main');
      if ((await button.innerText()) !== 'Stop') await button.dblclick();
      await expect.poll(() => button.innerText()).toBe('Stop');
    };
    let changed = 0;
    for (const select of await figure.locator('.controls select').all()) {
      // Of what is folded away there is nothing to change.
      if (!(await select.isVisible())) continue;
      const now = await select.inputValue();
      const all = await select
        .locator('option')
        .evaluateAll((options) => options.map((one) => (one as HTMLOptionElement).value));
      for (const value of [all.find((one) => one !== now)!, now]) {
        await train();
        await select.selectOption(value);
        changed++;
      }
    }
    for (const number of await figure.locator('.controls input[type=number]').all()) {
      for (const value of ['7', '-3', '1']) {
        await train();
        await number.fill(value);
        changed++;
      }
    }
    for (const radio of await figure.locator('.controls input[type=radio]:not(:checked)').all()) {
      await train();
      await radio.check({ force: true });
      changed++;
    }
    expect(changed).toBeGreaterThanOrEqual(15);
    await train();
    await underWay(figure, 1);
    await press(figure, 'Reset');
    await figure.getByText('A recorded run').waitFor();
    await emptied(page);

    await page.goto(new URL(`#skip-or-no-skip?${LONG.replace('4000', '200')}`, page.url()).href);
    await train();
    await done(figure);
    expect(await values(figure)).toMatch(/\d%/);
    expect(errors).toEqual([]);
    await close();
  });

  it('has several figures on a page without workers → told once, in the one that runs', async () => {
    const { page, errors, close } = await visit('glossary/', SMALL);
    await page.addInitScript(() => {
      window.Worker = class {
        constructor() {
          throw new Error('none here');
        }
      } as unknown as typeof Worker;
    });
    const state = LONG.replace('4000', '200');
    await page.goto(new URL(`../${PAGE}#skip-or-no-skip?${state}`, page.url()).href);
    await awake(page, 'identity');
    const figure = await awake(page);
    await press(figure, 'Train');
    await done(figure);
    const notices = page.getByText('The page itself computes instead');
    expect(await notices.count()).toBe(1);
    expect(await figure.getByText('The page itself computes instead').count()).toBe(1);
    // A figure that wakes later does not tell it again.
    await awake(page, 'delete-block');
    expect(await notices.count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  it('reloads the lab in mid-run, then trains a dead network → the run goes on; the death is said', async () => {
    const { page, errors, close } = await visit('lab/', SMALL);
    let lab = page.locator('.bench');
    await lab.getByRole('button', { name: 'Train', exact: true }).click();
    await underWay(lab, 10);
    await page.reload();
    lab = page.locator('.bench');
    expect(await goesOnFrom(lab)).toBeGreaterThan(0);
    await press(lab, 'Stop');
    await press(lab, 'Reset');
    await emptied(page, 'lab');

    const dead = 'n=1&data=moons&depth=4&width=8&norm=none&init=zeros&steps=40&points=21_21';
    await page.evaluate((fragment) => location.assign(fragment), `#lab?v=1&${dead}&samples=64`);
    await expect.poll(() => lab.locator('.chip[aria-pressed]').count()).toBe(1);
    await press(lab, 'Train');
    await lab.getByText(/has learnt nothing\. .*It is dead: its surface is flat/).waitFor();
    await done(lab);
    const cells = (await values(lab)).split('\t');
    expect(cells.slice(-4)).toEqual(['n/a', 'n/a', 'n/a', 'n/a']);
    expect(cells[1]).toBe('0.693');
    expect(errors).toEqual([]);
    await close();
  });
});
