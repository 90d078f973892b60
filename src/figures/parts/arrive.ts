import { figureOf } from './fragment';
import { present } from './present';

// The browser scrolls to `#id` by itself, but not to `#id?state`.
function arrive() {
  if (!location.hash.includes('?')) return;
  const figure = document.getElementById(figureOf(location.hash));
  if (!figure?.matches('.figure')) return;
  keepInView(figure);
  const looks = new URLSearchParams(location.hash.split('?')[1]);
  if (looks.get('look.present') === '1') whenAlive(figure, () => present(figure));
}

/** What lies above a figure may still grow as it wakes; until the reader moves, the figure stays in view. */
function keepInView(figure: HTMLElement) {
  const watcher = new ResizeObserver(() => figure.scrollIntoView());
  watcher.observe(document.body);
  const end = () => watcher.disconnect();
  for (const sign of ['wheel', 'touchstart', 'pointerdown', 'keydown', 'hashchange']) {
    window.addEventListener(sign, end, { once: true, passive: true });
  }
  setTimeout(end, 4000);
  figure.scrollIntoView();
}

/** An island comes alive when it is seen where it stands in the page; on the top layer it is not. */
function whenAlive(figure: HTMLElement, then: () => void) {
  const still = () => figure.querySelector('astro-island[ssr]');
  if (!still()) return then();
  const watcher = new MutationObserver(() => {
    if (still()) return;
    watcher.disconnect();
    then();
  });
  watcher.observe(figure, { subtree: true, childList: true, attributeFilter: ['ssr'] });
}

window.addEventListener('hashchange', arrive);
arrive();
