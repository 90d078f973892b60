import { fileURLToPath } from 'node:url';
import { createServer, createServerModuleRunner } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Loads modules of this project in Node. */
export interface Runner {
  /** @param path from the project's folder, with a leading slash: `/src/record/record.ts`. */
  load<T>(path: string): Promise<T>;
  close(): Promise<void>;
}

/**
 * Sources import each other as the site's bundler resolves them (`@/…`, no extensions), so the
 * bundler's own module runner loads them.
 */
export async function openRunner(): Promise<Runner> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: {
        '@/': `${root}src/`,
        // Its modules import each other without extensions, which Node alone refuses; named as a
        // file it is loaded by the bundler's runner.
        '@tensorflow/tfjs-core/dist/register_all_gradients': `${root}node_modules/@tensorflow/tfjs-core/dist/register_all_gradients.js`,
      },
    },
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true },
    appType: 'custom',
  });
  const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
  return {
    load: <T>(path: string) => runner.import(path) as Promise<T>,
    close: () => server.close(),
  };
}
