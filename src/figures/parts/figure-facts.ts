import type { Facts } from '@/plot/take-away';

/** What a picture of a figure carries, read from the page at the click. */
export function figureFacts(figure: Element, fragment: string, settings: string): Facts {
  const number = words(figure.querySelector('header h3 .number'));
  const title = words(figure.querySelector('header h3'), '.number');
  return {
    title: [number, title || document.title].filter((part) => part !== '').join('. '),
    // The table that folds out below a caption would be a heap of numbers without its lines.
    caption: words(figure.querySelector('figcaption'), 'details'),
    settings,
    address: new URL(fragment, location.href).href,
  };
}

/** The words of a part of the page in one line, without what a selector leaves out. */
function words(part: Element | null, without?: string): string {
  const copy = part?.cloneNode(true) as Element | undefined;
  if (!copy) return '';
  if (without) for (const left of copy.querySelectorAll(without)) left.remove();
  // Two paragraphs are two sentences, though nothing but their boxes keeps them apart.
  for (const block of copy.querySelectorAll('p, div')) block.before(' ');
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}
