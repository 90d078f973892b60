/**
 * Two builds give the same files, and a copy at the root of a domain works: `npm run test:reproducible`.
 * (A copy under a path is what all other tests of the site use.)
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../../src/record/chromium.ts';
import { buildSite } from '../site/built.ts';
import { serve } from '../site/server.ts';

const folders = [
  await mkdtemp(join(tmpdir(), 'depth-first-')),
  await mkdtemp(join(tmpdir(), 'depth-second-')),
] as const;
try {
  for (const folder of folders) await buildSite(folder, '/');
  const [first, second] = [await digests(folders[0]), await digests(folders[1])];
  const names = [...new Set([...first.keys(), ...second.keys()])].sort();
  const different = names.filter((name) => first.get(name) !== second.get(name));
  console.log(`${names.length} files, ${different.length} of them different in two builds.`);
  for (const name of different) console.log(`  ${name}`);
  const broken = await faultsAtRoot(folders[0]);
  console.log(`At the root of a domain: ${broken.length === 0 ? 'works' : broken.join('\n  ')}.`);
  process.exitCode = different.length === 0 && broken.length === 0 ? 0 : 1;
} finally {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

async function digests(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    found.set(path.slice(folder.length + 1), digest);
  }
  return found;
}

/** Opens every page that the start page leads to, wakes a figure, and reads on without network. */
async function faultsAtRoot(folder: string): Promise<string[]> {
  const server = await serve(folder, '');
  const browser = await chromium.launch(await findChromium());
  const faults: string[] = [];
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('response', (answer) => {
    if (answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`);
  });
  try {
    await page.goto(server.address);
    const links = await page.locator('a[href^="/"]').all();
    const hrefs = await Promise.all(links.map((a) => a.evaluate((e: HTMLAnchorElement) => e.href)));
    const pages = [...new Set(hrefs.map((href) => href.split('#')[0]!))];
    if (pages.length < 10) faults.push(`the start page leads to ${pages.length} pages only`);
    for (const address of pages) await page.goto(address);
    await page.goto(`${server.address}chapters/why-skip-connections/#skip-or-no-skip`);
    await page.locator('#skip-or-no-skip astro-island:not([ssr])').waitFor();
    await page.locator('#skip-or-no-skip canvas').first().waitFor();
    await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      while (active?.state !== 'activated') await new Promise((then) => setTimeout(then, 50));
    });
    await server.close();
    await page.goto(`${server.address}chapters/width/`);
    await page.locator('h1#_top').waitFor();
  } catch (error) {
    faults.push(String(error));
  } finally {
    await browser.close();
    await server.close();
  }
  return faults;
}
