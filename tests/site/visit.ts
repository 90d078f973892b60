import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { inject } from 'vitest';
import { findChromium } from '../../src/record/chromium';
import { launchFirefox } from './firefox/launch';

let browser: Promise<Browser> | undefined;

/**
 * The tests' browser, started on first use: Chromium, or Firefox where SITE_BROWSER asks for it.
 *
 * @param more arguments of a Chromium that is not started yet.
 */
export async function theBrowser(...more: readonly string[]): Promise<Browser> {
  if (browser && !(await browser).isConnected()) browser = undefined;
  browser ??= process.env['SITE_BROWSER'] === 'firefox' ? launchFirefox() : launchChromium(more);
  return browser;
}

async function launchChromium(more: readonly string[]): Promise<Browser> {
  const options = await findChromium();
  return chromium.launch({ ...options, args: [...options.args, ...more] });
}

export async function closeBrowser() {
  await (await browser)?.close();
  browser = undefined;
}

export interface Visit {
  readonly page: Page;
  /** Errors on the console, uncaught errors and failed requests. */
  readonly errors: string[];
  /** Addresses asked of any other host. */
  readonly foreign: string[];
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** A browser that has neither WebGL nor WebGPU. */
  readonly withoutGraphics?: boolean;
}

/** Runs in the page, before its own scripts. */
function takeGraphicsAway() {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string) {
    return /webgl/.test(kind) ? null : Reflect.apply(getContext, this, [kind]);
  } as typeof getContext;
  delete (Navigator.prototype as { gpu?: unknown }).gpu;
}

/** Opens a page of the built site as a reader would, and writes down what goes wrong. */
export async function visit(
  path: string,
  { withoutGraphics = false, ...options }: VisitOptions = {},
): Promise<Visit> {
  const { address } = inject('site');
  const context = await (await theBrowser()).newContext({
    viewport: { width: 1280, height: 900 },
    // Keeping the whole site for later takes seconds; what needs it says so.
    serviceWorkers: 'block',
    ...options,
  });
  if (withoutGraphics) await context.addInitScript(takeGraphicsAway);
  const page = await context.newPage();
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(address).origin) {
      foreign.push(request.url());
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(new URL(path, address).href);
  return { page, errors, foreign, close: () => context.close() };
}
