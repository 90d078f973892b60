import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildSite } from './built';
import { serve } from './server';

const BASE = '/some/path';

/**
 * Builds the site once for all its tests, for a sub-path, and serves it as a dumb file host would.
 * SITE_DIR names a folder already built like that, to go on from while writing tests.
 */
export default async function setup(project: TestProject) {
  const { SITE_DIR } = process.env;
  const folder = SITE_DIR ?? (await mkdtemp(join(tmpdir(), 'depth-site-')));
  if (!SITE_DIR) await buildSite(folder, BASE);
  const server = await serve(folder, BASE);
  project.provide('site', { address: server.address, folder });
  return async () => {
    await server.close();
    if (!SITE_DIR) await rm(folder, { recursive: true, force: true });
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Address with base path and a closing slash; the folder of the built files. */
    site: { address: string; folder: string };
  }
}
