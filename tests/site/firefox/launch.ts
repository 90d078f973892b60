import { fileURLToPath } from 'node:url';
import { type Browser, firefox } from 'playwright';

/**
 * Starts the Firefox that is installed on this machine, for `SITE_BROWSER=firefox`: with a window
 * where there is a display, since a Firefox without one has no WebGL on Linux.
 *
 * @throws Error of the driver when FIREFOX_PATH (default: `firefox-esr`) names no browser.
 */
export function launchFirefox(): Promise<Browser> {
  return firefox.launch({
    channel: 'moz-firefox',
    executablePath: fileURLToPath(new URL('./program.mjs', import.meta.url)),
    headless: !process.env['DISPLAY'],
    // Software WebGL, which Firefox otherwise keeps from pages.
    firefoxUserPrefs: { 'webgl.force-enabled': true },
  });
}
