/**
 * Marks the section that is being read in every list of the page's sections. Only the headings are
 * watched: what a heading has passed is read until the next one passes, a third of the window down.
 */
const links = [...document.querySelectorAll<HTMLAnchorElement>('.sections a')];
const headings = [...new Set(links.map(({ hash }) => hash.slice(1)))].flatMap(
  (id) => document.getElementById(decodeURIComponent(id)) ?? [],
);
const passed = new Set<Element>();

function mark() {
  const now = headings.findLast((heading) => passed.has(heading)) ?? headings[0];
  for (const link of links) {
    const isNow = now !== undefined && decodeURIComponent(link.hash) === `#${now.id}`;
    if (isNow) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  for (const place of document.querySelectorAll('.reading-place')) {
    place.textContent = now === headings[0] ? '' : (now?.textContent?.trim() ?? '');
  }
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      // Off the top is passed as well; off the bottom is not.
      if (isIntersecting || boundingClientRect.top < 0) passed.add(target);
      else passed.delete(target);
    }
    mark();
  },
  { rootMargin: '0px 0px -66% 0px' },
);
for (const heading of headings) watcher.observe(heading);

export {};
