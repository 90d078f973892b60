import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How to start a Chromium with WebGPU and WebGL: what playwright's `launch` takes. */
export interface ChromiumLaunch {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** Both GPUs in software: what a machine without a graphics card, a test or CI, has. */
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  // Pages themselves are drawn by the CPU, which is quicker than a graphics card made of it.
  '--disable-gpu-rasterization',
];

const QUIET = [
  '--no-sandbox',
  '--headless',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Finds a Chromium: `CHROME_PATH`, then an installed Chrome or Chromium, then the one that npm
 * brought along (Linux x64).
 *
 * @param hardware use the machine's own GPU instead of the software adapters.
 * @throws Error when there is none, saying what to do.
 */
export async function findChromium(hardware = false): Promise<ChromiumLaunch> {
  const args = hardware ? [...QUIET, '--enable-unsafe-webgpu'] : [...QUIET, ...SOFTWARE_GPU];
  const env = { ...process.env } as Record<string, string>;
  const given = process.env['CHROME_PATH'];
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROME_PATH names ${given}, and no file is there.`);
    return { executablePath: given, args, env };
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, args, env };
  return { ...(await bundledChromium(env)), args };
}

/**
 * The package unpacks a file named `chromium` of any version into TMPDIR and reuses it, so it gets
 * a folder of its own; and it brings the few shared libraries it needs only when it believes that
 * it runs on Lambda.
 */
async function bundledChromium(env: Record<string, string>) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Chrome or Chromium was found. Install one, or name its program in CHROME_PATH.',
    );
  }
  const folder = join(tmpdir(), 'depth-and-trainability-chromium-153');
  mkdirSync(folder, { recursive: true });
  const before = { TMPDIR: process.env['TMPDIR'], AWS: process.env['AWS_EXECUTION_ENV'] };
  process.env['TMPDIR'] = folder;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    const libraries = process.env['LD_LIBRARY_PATH'];
    const fonts = { FONTCONFIG_FILE: fontConfiguration(folder) };
    return {
      executablePath,
      env: { ...env, ...fonts, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
    };
  } finally {
    restore('TMPDIR', before.TMPDIR);
    restore('AWS_EXECUTION_ENV', before.AWS);
  }
}

/**
 * A machine without any font makes this Chromium die at the first character that a page's own fonts
 * lack, so it gets the package's font and the one that formulas are set in.
 */
function fontConfiguration(folder: string): string {
  const file = join(folder, 'fonts.conf');
  const katex = fileURLToPath(new URL('../../node_modules/katex/dist/fonts', import.meta.url));
  const directories = [join(folder, 'fonts'), katex, '/usr/share/fonts'];
  const lines = directories.map((path) => `<dir>${path}</dir>`).join('');
  const cache = `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${lines}${cache}</fontconfig>`);
  return file;
}

function restore(name: string, value: string | undefined) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
