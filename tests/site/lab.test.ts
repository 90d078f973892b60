import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { closeBrowser, visit } from './visit';

/* The lab as a researcher uses it: set up, train, compare, sweep, come back, share, bring files. */

afterAll(closeBrowser);

/** Small enough that even one core trains and measures it in a blink. */
const SMALL = 'data=moons&train=128&test=128&depth=4&width=8&steps=40&points=21_21&samples=64';
const ONE = `#lab?v=1&n=1&${SMALL}`;
const TWO = `#lab?v=1&n=2&${SMALL}&2.skip=true`;
const DONE = { timeout: 120_000 };

async function open(fragment: string, options = {}) {
  const visited = await visit(`lab/${fragment}`, options);
  const lab = visited.page.locator('#lab');
  await lab.locator('astro-island:not([ssr])').first().waitFor();
  return { ...visited, lab };
}

async function train(lab: Locator) {
  await lab.locator('button.main').click();
  await lab.getByText('All networks trained').waitFor(DONE);
}

const numbers = (lab: Locator) =>
  lab.locator('.results .readout').first().locator('tbody').innerText();

const drop = (page: Page, files: { name: string; buffer: Buffer }[]) =>
  page
    .locator('#lab input[type="file"]')
    .setInputFiles(files.map((file) => ({ mimeType: 'application/octet-stream', ...file })));

describe('the lab', () => {
  it('shows a preset at once, trains experiments side by side, and its link gives the same numbers', async () => {
    const { page, lab, errors, foreign, close } = await open('');
    await lab.getByText('recorded · step 2,000').first().waitFor();
    await lab.getByLabel('Start from').selectOption('depth');
    await expect.poll(() => lab.locator('.chip[aria-pressed]').count()).toBe(4);
    expect(page.url()).toContain('n=4');
    await page.goBack();
    await expect.poll(() => lab.locator('.chip[aria-pressed]').count()).toBe(2);

    await page.evaluate((fragment) => location.assign(fragment), TWO);
    await expect.poll(() => lab.getByLabel('Layers', { exact: true }).inputValue()).toBe('4');
    await train(lab);
    const first = await numbers(lab);
    expect(first.split('\n')).toHaveLength(2);
    expect(first).not.toContain('–');
    // Only what differs is written, and a second visit gives the same numbers to the last digit.
    await lab.getByLabel('Seed', { exact: true }).fill('3');
    await expect.poll(() => page.url()).toContain('seed=3');
    expect(page.url()).not.toContain('optimiser');
    await train(lab);
    expect(await numbers(lab)).not.toBe(first);
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await lab.locator('astro-island:not([ssr])').first().waitFor();
    expect(await lab.getByLabel('Seed', { exact: true }).inputValue()).toBe('3');

    // The runs of before are kept, and exactly what is trained here stands beside them.
    await lab.getByText('Kept runs (3)').click();
    const kept = lab.locator('.history tbody tr');
    expect(await kept.count()).toBe(3);
    await kept.first().getByRole('button', { name: 'Compare' }).click();
    await lab.getByText('a run, kept').waitFor();
    await lab.locator('button.main').click();
    await lab.getByText('All networks trained').waitFor(DONE);
    const rows = (await numbers(lab)).split('\n').map((row) => row.split('\t'));
    const [keptName, ...keptNumbers] = rows[2]!;
    const word = keptName!.split(/[\s,]/)[0]!;
    const same = rows.slice(0, 2).find(([name]) => name!.startsWith(word));
    expect(same!.slice(1)).toEqual(keptNumbers);

    await kept.first().getByLabel('Name of the run').fill('mine <b>');
    await kept.first().getByLabel('Name of the run').press('Tab');
    await kept.nth(1).getByRole('button', { name: 'Delete' }).click();
    await kept.nth(1).getByRole('button', { name: 'Really delete' }).click();
    await expect.poll(() => kept.count()).toBe(2);
    await page.reload();
    await lab.getByText('Kept runs (2)').click();
    await expect
      .poll(() =>
        kept
          .locator('.rename')
          .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
      )
      .toContain('mine <b>');
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });

  it('sweeps a field over values and seeds, and gives the runs as CSV', async () => {
    const { page, lab, errors, close } = await open(
      `${ONE}&sweep.field=width&sweep.values=4_8&sweep.seeds=2`,
    );
    await lab.getByText(/^4 runs, about/).waitFor();
    await lab.getByRole('button', { name: 'Run the sweep' }).click();
    await lab.getByText('4 of 4 runs measured').waitFor(DONE);
    const rows = lab.locator('table.sweep tbody tr');
    expect(await rows.count()).toBe(2);
    for (const row of await rows.all()) {
      const cells = await row.locator('td').allTextContents();
      expect(cells[0]).toBe('2');
      expect(cells[1]).toMatch(/^[\d.]+ ± [\d.]+/);
    }
    const saving = page.waitForEvent('download');
    await lab.getByRole('button', { name: 'All runs as CSV' }).click();
    const csv = await readFile((await (await saving).path())!, 'utf8');
    const lines = csv.trim().split('\r\n');
    expect(lines[0]).toMatch(/^training|^network.width,seed,trainingLoss/);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join())).toEqual(
      expect.arrayContaining(['4,1', '4,2', '8,1', '8,2']),
    );
    await lab.getByLabel('over the values').fill('4, 9999');
    await lab
      .getByText(/Width: a whole number from 1 to 256 was expected/)
      .first()
      .waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it('opens a surface and a path of Li et al., and its own run files; hostile ones change nothing', async () => {
    const { page, lab, errors, foreign, close } = await open(ONE);
    const surface = await readFile('tests/interop/resnet20-surface-21x21.h5');
    const path = await readFile('tests/interop/resnet20-trajectory.h5');
    // The path first: it waits for its surface.
    await drop(page, [
      { name: 'path.h5', buffer: path },
      { name: 'resnet20.h5', buffer: surface },
    ]);
    const beside = lab.locator('.beside li');
    await lab.getByText(/lowest 0\.6464 at \(−0\.2, 0\)/).waitFor();
    expect(await beside.count()).toBe(1);
    expect(await beside.innerText()).toContain('a path of 7 points');
    await lab.locator('.panel.relief canvas').first().waitFor();
    const measured = (await numbers(lab)).split('\n').at(-1)!;
    expect(measured).toMatch(/^resnet20\.h5\tn\/a\tn\/a\tn\/a\t[\d.]/);

    const address = page.url();
    const before = await beside.innerText();
    const hostile = [
      { name: '<img src=x onerror=alert(1)>.h5', buffer: surface.subarray(0, 900) },
      { name: 'huge.safetensors', buffer: Buffer.from([0, 0, 0, 128, 0, 0, 0, 0, 123]) },
      { name: 'x.json', buffer: Buffer.from('{"training": {"steps": 1e99}}') },
      { name: 'empty.npy', buffer: Buffer.alloc(0) },
    ];
    await drop(page, hostile);
    const alert = lab.locator('.notice[role="alert"]');
    await alert.waitFor();
    for (const word of ['<img', 'huge', 'steps', 'empty']) {
      expect(await alert.innerText()).toContain(word);
    }
    expect(await beside.innerText()).toBe(before);
    expect(page.url()).toBe(address);
    expect(await lab.locator('img').count()).toBe(0);

    // What is trained here goes out as a file and comes back.
    await train(lab);
    await lab.getByText('Take away', { exact: true }).click();
    const saving = page.waitForEvent('download');
    await lab.getByRole('button', { name: 'Save', exact: true }).first().click();
    const file = (await (await saving).path())!;
    await drop(page, [{ name: 'mine.safetensors', buffer: await readFile(file) }]);
    await lab.getByText('mine.safetensors is a run of this site').waitFor();
    const rows = (await numbers(lab)).split('\n').map((row) => row.split('\t').slice(1).join());
    expect(rows[2]).toBe(rows[0]);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });

  it('asks before what takes long, refuses what does not fit, and takes no hostile address', async () => {
    const { page, lab, errors, close } = await open(`${ONE}&steps=100000&width=64&depth=64`);
    await lab.locator('button.main').click();
    await lab.getByText(/This takes about .* here/).waitFor();
    await lab.getByRole('button', { name: 'Not now' }).click();
    expect(await lab.locator('button.main').innerText()).toBe('Train');
    await lab.getByLabel('Layers', { exact: true }).fill('7');
    await lab.getByText(/must be even, but 7 came/).waitFor();
    for (const [query, words] of [
      ['steps=1e12', /Steps: a whole number/],
      ['v=9&depth=4', /version 9/],
      [
        'name=%3Cscript%3Ealert(1)%3C/script%3E&nonsense=1',
        /“nonsense”, which the lab has not got/,
      ],
    ] as const) {
      await page.evaluate((hash) => location.assign(hash), `#lab?${query}`);
      await lab.getByText(words).waitFor();
    }
    expect(await lab.getByLabel('Width', { exact: true }).inputValue()).toBe('64');
    await page.evaluate(
      (hash) => location.assign(hash),
      '#lab?v=1&n=1&data=cifar10&train=60000&test=60000&family=conv&batch=60000&samples=60000',
    );
    await expect.poll(() => lab.getByLabel('Data', { exact: true }).inputValue()).toBe('cifar10');
    await lab.locator('button.main').click();
    await lab.getByText(/of memory, and a page should not ask/).waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});
