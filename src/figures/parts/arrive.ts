import { figureOf } from './address';
import { present } from './present';

// The browser scrolls to `#id` by itself, but not to `#id?state`.
function arrive() {
  if (!location.hash.includes('?')) return;
  const figure = document.getElementById(figureOf(location.hash));
  if (!figure?.matches('.figure')) return;
  figure.scrollIntoView();
  const looks = new URLSearchParams(location.hash.split('?')[1]);
  if (looks.get('look.present') === '1') whenAlive(figure, () => present(figure));
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
