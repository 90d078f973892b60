import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { serviceWorker } from '../../src/site/finish/finish';
import { serve } from './server';
import { closeBrowser, theBrowser } from './visit';

afterAll(closeBrowser);

const whenKept = (page: Page) =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active!.state !== 'activated') {
      await new Promise((resolve) => active!.addEventListener('statechange', resolve));
    }
  });

describe('without network, after one visit', () => {
  it('opens other chapters, searches, and trains', async () => {
    const server = await serve(inject('site').folder, '/some/path');
    const context = await (await theBrowser()).newContext();
    const page = await context.newPage();
    await page.goto(`${server.address}chapters/width/`);
    await whenKept(page);
    await server.close();
    await context.setOffline(true);

    // Without the closing slash, and of a setting: as in a link that somebody sent.
    await page.goto(`${server.address}chapters/why-skip-connections#skip-or-no-skip?v=1&depth=4`);
    expect(new URL(page.url()).pathname).toBe('/some/path/chapters/why-skip-connections/');
    await page.locator('h1#_top', { hasText: 'Why skip connections' }).waitFor();
    const figure = page.locator('#skip-or-no-skip');
    await figure.locator('astro-island:not([ssr])').waitFor();
    await figure.getByText('More settings').click();
    await figure.getByLabel('Training steps').selectOption('200');
    await figure.getByRole('button', { name: 'Train', exact: true }).click();
    await figure.getByText('All networks trained').waitFor({ timeout: 120_000 });

    await page.keyboard.press('Control+k');
    await page.locator('dialog input').first().fill('Jacobian');
    await page.locator('.pagefind-ui__result-link').first().waitFor();

    expect((await page.goto(`${server.address}no/such/page/`))?.status()).toBe(200);
    await page.locator('h1', { hasText: '404' }).waitFor();
    await context.close();
  });
});

describe('where the reader asks to spare data', () => {
  it('only what was opened is kept, and opens without network', async () => {
    const server = await serve(inject('site').folder, '/some/path');
    const context = await (await theBrowser()).newContext();
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', {
        value: { saveData: true, effectiveType: '4g' },
      });
    });
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const page = await context.newPage();
    const opened = '/some/path/references/';
    await page.goto(new URL(opened, server.address).href);
    await whenKept(page);
    const kept = () =>
      page.evaluate(async () => {
        const caches = await Promise.all(
          (await self.caches.keys()).map((n) => self.caches.open(n)),
        );
        const requests = (await Promise.all(caches.map((cache) => cache.keys()))).flat();
        return requests.map(({ url }) => new URL(url).pathname);
      });
    await expect.poll(kept).toContain(opened);
    await expect.poll(async () => (await kept()).some((path) => path.endsWith('.css'))).toBe(true);
    const worker = () => navigator.serviceWorker.ready.then(({ active }) => active!.scriptURL);
    expect(await page.evaluate(worker)).toMatch(/sw\.js\?sparing$/);
    // Only what the page itself asked for.
    const seen = new Set(asked);
    expect((await kept()).filter((path) => !seen.has(path))).toEqual([]);
    expect(await kept()).not.toContain('/some/path/chapters/width/');

    await server.close();
    await context.setOffline(true);
    await page.reload();
    await page.locator('h1#_top', { hasText: 'References' }).waitFor();
    await expect(page.goto(`${server.address}chapters/width/`)).rejects.toThrow();
    await context.close();
  });
});

describe('a site that is renewed', () => {
  it('is seen whole in its old or its new state, and the new one on the next visit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'depth-renewed-'));
    const server = await serve(folder, '/copy');
    const context = await (await theBrowser()).newContext();
    await publish(folder, 'first');
    const page = await context.newPage();
    const shown = () => page.evaluate(() => document.body.textContent);
    const read = (path: string) =>
      page.evaluate(async (path) => {
        const answer = await fetch(path);
        return `${answer.status} ${await answer.text()}`;
      }, `/copy/${path}`);
    await page.goto(server.address);
    await page.evaluate(() => navigator.serviceWorker.register('/copy/sw.js'));
    await whenKept(page);
    await page.goto(`${server.address}chapter/`);
    expect(await read('runs/seen.bin')).toBe('200 first run');

    await publish(folder, 'second');
    // The page, its data and what was seen stay those of the first; what was not is refused.
    expect(await read('data.json')).toBe('200 first data');
    expect(await read('runs/seen.bin')).toBe('200 first run');
    expect(await read('runs/unseen.bin')).toMatch(/^409 The site was renewed/);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update().catch(() => undefined);
      while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 20));
    });
    expect(await read('data.json')).toBe('200 first data');

    await page.goto(`${server.address}#anchor`);
    await page.goto(`${server.address}chapter/`);
    await expect.poll(shown).toBe('second chapter');
    expect(await read('data.json')).toBe('200 second data');
    expect(await read('runs/seen.bin')).toBe('200 second run');
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(1);

    await context.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
});

/** A site of few files, as one build of it would leave them. */
async function publish(folder: string, build: string) {
  const files = {
    'index.html': `${build} start`,
    'chapter/index.html': `${build} chapter`,
    '404.html': `${build} 404`,
    'data.json': `${build} data`,
    'runs/seen.bin': `${build} run`,
    'runs/unseen.bin': `${build} other run`,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(join(folder, 'sw.js'), await serviceWorker(folder));
}
