import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Builds the site into a folder, for a place on some host, in a process of its own. */
export async function buildSite(folder: string, base: string): Promise<void> {
  const env = { ...process.env, BASE_PATH: base, SITE_URL: 'https://lecture.example' };
  // Vitest's own settings would make Astro build for tests.
  for (const name of ['NODE_ENV', 'VITEST', 'MODE', 'PROD', 'DEV', 'TEST', 'BASE_URL']) {
    delete (env as Record<string, string | undefined>)[name];
  }
  await promisify(execFile)(
    process.execPath,
    ['node_modules/astro/bin/astro.mjs', 'build', '--outDir', folder],
    { env, maxBuffer: 1e8 },
  );
}
