import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium } from '../src/record/chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const alias = { '@': `${root}src` };
const shared = { root, resolve: { alias } };

export default defineConfig(async () => ({
  ...shared,
  test: {
    globalSetup: ['tests/setup.ts'],
    projects: [
      {
        ...shared,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/**/*.browser.test.ts', 'tests/site/**', 'node_modules/**'],
          testTimeout: 60_000,
          // On a busy machine a run that several tests look at takes its time.
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        // Named here so that a cold server does not find them in mid-test and reload the page.
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgpu',
            'comlink',
            'd3-array',
            'd3-contour',
            'd3-format',
            'd3-scale',
            'd3-scale-chromatic',
            'd3-shape',
            'idb-keyval',
            'ml-matrix',
            'preact',
            'pure-rand/distribution/uniformFloat64',
            'pure-rand/distribution/uniformInt',
            'pure-rand/generator/xoroshiro128plus',
            'regl',
            'valibot',
            'wasm-feature-detect',
          ],
        },
        worker: { format: 'es' as const },
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.ts'],
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await findChromium() }),
            instances: [{ browser: 'chromium' as const }],
          },
        },
      },
      {
        ...shared,
        test: {
          name: 'site',
          // A poll waits for a page, and a busy machine may take seconds to draw one.
          expect: { poll: { timeout: 15_000 } },
          environment: 'node',
          globalSetup: ['tests/site/build.ts'],
          include: ['tests/site/**/*.test.ts'],
          // A machine with other work has taken twice as long as a quiet one, and more.
          testTimeout: 360_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
}));
