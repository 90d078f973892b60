interface Node {
  type: string;
  tagName?: string;
  name?: string | null;
  value?: string;
  properties?: Record<string, unknown>;
  attributes?: { type: string; name?: string; value?: unknown }[];
  children?: Node[];
}

/** To another page or host, or to a state of a figure, which paper cannot show. */
const LEADS_AWAY = /^(https?:|\.{0,2}\/|#[^?]+\?)/;

interface File {
  readonly path?: string;
}

export interface PrintLinksOptions {
  /** Where the copy will live, base path included, with a closing slash. */
  readonly address: string;
  /** The folder that the pages' files stand in. */
  readonly content: string;
}

/**
 * Footnotes for paper: a small number after every link that leads somewhere else, and the addresses
 * in a list at the end. Both are there for print alone (styles/print.css). References already say
 * their address, and of links within the page only a figure's states are worth one.
 */
export function rehypePrintLinks({ address, content }: PrintLinksOptions) {
  return (tree: Node, file: File) => {
    const page = new URL(pageOf(file.path ?? '', content), address).href;
    const found: string[] = [];
    mark(tree, page, found);
    if (found.length > 0) tree.children?.push(list(found));
  };
}

/** @returns a page's path within the site: `content/chapters/width.mdx` is at `chapters/width/`. */
function pageOf(path: string, content: string): string {
  const [, inside = ''] = path.replaceAll('\\', '/').split(`/${content}/`);
  const name = inside.replace(/\.mdx?$/, '').replace(/(^|\/)index$/, '');
  return name === '' ? '' : `${name}/`;
}

function mark(node: Node, page: string, found: string[]): void {
  const { children } = node;
  if (!children || isReferences(node)) return;
  for (let k = 0; k < children.length; k++) {
    const child = children[k]!;
    const href = hrefOf(child);
    if (href === undefined) mark(child, page, found);
    else if (LEADS_AWAY.test(href)) {
      const target = new URL(href, page).href;
      const known = found.indexOf(target);
      const number = known < 0 ? found.push(target) : known + 1;
      children.splice(++k, 0, element('sup', 'on-paper', [text(`${number}`)]));
    }
  }
}

function hrefOf({ type, tagName, name, properties, attributes }: Node): string | undefined {
  if (type === 'element' && tagName === 'a') return String(properties?.['href'] ?? '');
  if (type.startsWith('mdxJsx') && name === 'a') {
    const value = attributes?.find((attribute) => attribute.name === 'href')?.value;
    return typeof value === 'string' ? value : '';
  }
  return undefined;
}

function isReferences({ properties }: Node): boolean {
  const names = properties?.['className'];
  return (Array.isArray(names) ? names : [names]).some((name) => name === 'references');
}

function list(targets: readonly string[]): Node {
  const items = targets.map((target) => element('li', undefined, [text(target)]));
  const addresses = element('ol', 'on-paper print-links', items);
  addresses.properties!['data-pagefind-ignore'] = '';
  return addresses;
}

function element(tagName: string, className: string | undefined, children: Node[]): Node {
  const properties = className === undefined ? {} : { className: className.split(' ') };
  return { type: 'element', tagName, properties, children };
}

const text = (value: string): Node => ({ type: 'text', value });
