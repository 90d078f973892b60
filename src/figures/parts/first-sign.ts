/**
 * Until somebody moves, a page is text and stills: they show the recorded surfaces already, and a
 * phone that only opens the page need not pay for drawing them again. The living plots, their
 * code and the recordings come at the reader's first sign.
 */
const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'scroll', 'keydown'] as const;

let sign: Promise<void> | undefined;

/** @returns when the reader has given a sign, and the browser has a moment. */
export function firstSign(): Promise<void> {
  sign ??= isThere() ? Promise.resolve() : awaitSign();
  return sign.then(idle);
}

/** Scrolled, or come to an exact place of the page. */
const isThere = () => window.scrollY > 0 || location.hash !== '';

function awaitSign(): Promise<void> {
  return new Promise((resolve) => {
    const heard = new AbortController();
    const hear = () => {
      heard.abort();
      resolve();
    };
    for (const name of [...SIGNS, 'hashchange']) {
      window.addEventListener(name, hear, { signal: heard.signal, passive: true, capture: true });
    }
  });
}

/** Safari has no idle callbacks. */
const idle = () =>
  new Promise<void>((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 200 });
    else setTimeout(resolve);
  });
