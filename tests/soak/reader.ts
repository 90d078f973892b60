import type { Locator, Page } from 'playwright';

/** Long: what is measured is memory, on a machine that may have other things to do. */
export const PATIENCE = 240_000;

/** Plays with every figure of one page, again and again. */
export class Reader {
  rounds = 0;
  trainings = 0;
  measurements = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async round(): Promise<void> {
    const index = this.rounds++;
    await this.#compare(index);
    const charts = this.#page.locator('.figure:has(.chart)');
    const count = await charts.count();
    if (count > 0) await this.#measure(charts.nth(index % count), index);
  }

  /** Trains both networks of the comparison, looks at them from all sides, and closer. */
  async #compare(index: number): Promise<void> {
    const figure = this.#page.locator('#skip-or-no-skip');
    await awake(figure);
    await figure.evaluate((element) => {
      for (const details of element.querySelectorAll('details.more')) {
        (details as HTMLDetailsElement).open = true;
      }
    });
    await figure.getByLabel('Depth').selectOption(['4', '8', '14'][index % 3]!);
    await figure.getByLabel('Data').selectOption({ index: index % 2 });
    if (index % 4 === 3) {
      // Given up in the middle.
      await figure.getByLabel('Training steps').selectOption('4000');
      await figure.getByRole('button', { name: 'Next seed' }).click();
      await figure.getByRole('button', { name: 'Stop' }).waitFor();
      await this.#page.waitForTimeout(1500);
      const stop = figure.getByRole('button', { name: 'Stop' });
      if (await stop.isVisible()) await stop.click();
      await figure.getByRole('button', { name: 'Reset' }).click();
      return;
    }
    await figure.getByLabel('Training steps').selectOption('200');
    await figure.getByRole('button', { name: 'Next seed' }).click();
    await done(figure);
    this.trainings += 2;
    for (const look of index % 2 ? ['one each', 'shown'] : ['one scale', 'hidden']) {
      await figure.getByLabel(look, { exact: true }).check();
    }
    await this.#page.evaluate(() => {
      location.hash += location.hash.includes('?')
        ? '&region=-0.5_0.5_-0.5_0.5'
        : '?v=1&region=-0.5_0.5_-0.5_0.5';
    });
    await done(figure);
    this.measurements += 2;
    await figure.getByRole('button', { name: 'Present' }).click();
    await this.#page.waitForTimeout(200);
    await this.#page.keyboard.press('Escape');
    await figure.getByRole('button', { name: 'Whole surface' }).click();
    await done(figure);
  }

  /** Measures what a chart shows, or a part of it, with another seed each time. */
  async #measure(figure: Locator, index: number): Promise<void> {
    await awake(figure);
    await figure.getByRole('button', { name: 'Next seed' }).click();
    const stop = figure.getByRole('button', { name: 'Stop' });
    const measured = figure.getByText('Measured.');
    // What takes long is given up, unless it has just come to its end.
    await measured.waitFor({ timeout: 10_000 }).catch(async () => {
      if (await stop.isVisible())
        await stop.click({ timeout: 5000 }).catch(() => measured.waitFor());
      else await measured.waitFor();
    });
    this.measurements++;
    if (index % 2) await figure.getByRole('button', { name: 'Reset' }).click();
  }
}

/** Goes from chapter to chapter, wakes their figures, and sometimes goes back. */
export class Wanderer {
  rounds = 0;
  #chapters: string[] = [];

  readonly #page: Page;
  readonly #address: string;

  constructor(page: Page, address: string) {
    this.#page = page;
    this.#address = address;
  }

  async round(): Promise<void> {
    const index = this.rounds++;
    if (index === 0) {
      await this.#page.goto(this.#address);
      const links = await this.#page.locator('a[href*="/chapters/"]').all();
      const addresses = links.map((link) => link.evaluate((a: HTMLAnchorElement) => a.href));
      this.#chapters = [...new Set(await Promise.all(addresses))];
      if (this.#chapters.length === 0) throw new Error('The start page leads to no chapter.');
    }
    if (index % 5 === 4) await this.#page.goBack();
    else await this.#page.goto(this.#chapters[index % this.#chapters.length]!);
    for (const figure of await this.#page.locator('.figure').all()) await awake(figure);
  }
}

async function awake(figure: Locator): Promise<void> {
  await figure.scrollIntoViewIfNeeded();
  const island = figure.locator('astro-island').first();
  if ((await island.count()) === 0) return;
  await figure.locator('astro-island:not([ssr])').first().waitFor({ timeout: PATIENCE });
}

async function done(figure: Locator): Promise<void> {
  await figure.getByText('All networks trained').waitFor({ timeout: PATIENCE });
}
