import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { build } from 'vite';
import { listingOf, versionOf } from './listing';
import { withPolicy } from './policy';

/**
 * What is done to the built files, after all other integrations: every page gets its
 * Content-Security-Policy, and the site its service worker.
 */
export function finish(): AstroIntegration {
  return {
    name: 'finish',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        for (const path of Object.keys(await listingOf(folder))) {
          if (path !== '' && !/(\/|\.html)$/.test(path)) continue;
          const file = join(folder, path.endsWith('.html') ? path : `${path}index.html`);
          await writeFile(file, withPolicy(await readFile(file, 'utf8')));
        }
        await writeFile(join(folder, 'sw.js'), await serviceWorker(folder));
      },
    },
  };
}

/** The service worker as one classic script that knows the files of the site built in a folder. */
export async function serviceWorker(folder: string): Promise<string> {
  const listing = await listingOf(folder);
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    define: { __FILES__: JSON.stringify(listing), __VERSION__: JSON.stringify(versionOf(listing)) },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('./service-worker.ts', import.meta.url)),
        formats: ['iife'],
        name: 'worker',
      },
    },
  });
  const [bundle] = [result].flat();
  if (!bundle || !('output' in bundle)) throw new Error('The service worker was not bundled.');
  return bundle.output[0].code;
}
