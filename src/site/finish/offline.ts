// On every page: has the site keep itself for reading without network (see service-worker.ts).

/** The page is done by then, and nothing competes with what the reader came for. */
function whenIdle(then: () => void) {
  const idle = () =>
    'requestIdleCallback' in window ? requestIdleCallback(then) : setTimeout(then, 200);
  if (document.readyState === 'complete') idle();
  else window.addEventListener('load', idle, { once: true });
}

/** Whether the reader asked to spare data, or the line is too slow to fetch anything unasked. */
function isMetered(): boolean {
  const { connection } = navigator as Navigator & {
    connection?: { saveData?: boolean; effectiveType?: string };
  };
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? '');
}

async function begin() {
  const root = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  // One that keeps everything is not given up for one that keeps what was seen.
  const before = (await navigator.serviceWorker.getRegistration(root))?.active?.scriptURL;
  const sparing = isMetered() && before?.endsWith('sw.js') !== true;
  await navigator.serviceWorker.register(`${root}sw.js${sparing ? '?sparing' : ''}`, {
    updateViaCache: 'none',
  });
  // The first page of a visit came without the worker, which therefore has to be told what it saw.
  if (navigator.serviceWorker.controller) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ seen: [location.href] });
  new PerformanceObserver((list) => {
    active?.postMessage({ seen: list.getEntries().map(({ name }) => name) });
  }).observe({ type: 'resource', buffered: true });
}

// Forbidden (a private window, a setting), or the disk is full: the lecture works, with network.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  whenIdle(() => void begin().catch(() => undefined));
}
