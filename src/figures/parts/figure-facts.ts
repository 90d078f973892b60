import type { Facts } from '@/plot/take-away';

/** What a picture of a figure carries, read from the page at the click. */
export function figureFacts(figure: Element, fragment: string, settings: string): Facts {
  const words = (selector: string) => (figure.querySelector(selector)?.textContent ?? '').trim();
  return {
    title: words('header h3') || document.title,
    caption: words('figcaption').replace(/\s+/g, ' '),
    settings,
    address: new URL(fragment, location.href).href,
  };
}
