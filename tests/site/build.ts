import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { serve } from './server';

const BASE = '/some/path';

/** Builds the site once for all its tests, for a sub-path, and serves it as a dumb file host would. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'depth-site-'));
  const env = { ...process.env, BASE_PATH: BASE, SITE_URL: 'https://lecture.example' };
  // Vitest's own settings would make Astro build for tests.
  for (const name of ['NODE_ENV', 'VITEST', 'MODE', 'PROD', 'DEV', 'TEST', 'BASE_URL']) {
    delete (env as Record<string, string | undefined>)[name];
  }
  await promisify(execFile)(
    process.execPath,
    ['node_modules/astro/bin/astro.mjs', 'build', '--outDir', folder],
    { env, maxBuffer: 1e8 },
  );
  const server = await serve(folder, BASE);
  project.provide('site', { address: server.address, folder });
  return async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Address with base path and a closing slash; the folder of the built files. */
    site: { address: string; folder: string };
  }
}
