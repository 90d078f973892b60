import { fileURLToPath } from 'node:url';
import { createServer, createServerModuleRunner } from 'vite';

/*
 * node src/record/launch.ts MODULE ARGUMENTS…
 *
 * Runs one of this folder's commands in Node. Sources import each other as the site's bundler
 * resolves them (`@/…`, no extensions), so the bundler's own module runner loads them.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const [module, ...rest] = process.argv.slice(2);
if (!module) throw new Error('Say which command: node src/record/launch.ts MODULE ARGUMENTS…');

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
try {
  const { main } = (await runner.import(`/src/record/${module}.ts`)) as {
    main: (args: string[]) => Promise<number>;
  };
  process.exitCode = await main(rest);
} finally {
  await server.close();
}
// tfjs keeps handles open that would hold the process.
process.exit();
