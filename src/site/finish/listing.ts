import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the build, as the service worker knows it. */
export interface Listed {
  /** The first eight bytes of its SHA-256, in hex. */
  readonly digest: string;
  /** Whether it is fetched ahead of any need, so that the whole lecture works without network. */
  readonly ahead: boolean;
}

/** Never asked for by a browser that has service workers, or not part of a page. */
const LEFT_OUT =
  /\.(ttf|woff|xml|txt|map)$|^cards\/|^sw\.js$|^pagefind\/pagefind-(component|modular)/;

/**
 * Kept only once they were seen: recorded runs (large), scripts of languages that the lecture is not
 * written in, and a WebAssembly binary for hosts that send isolation headers.
 */
const WHEN_SEEN = /^runs\/|(cyrillic|greek|vietnamese)[^/]*\.woff2$|threaded-simd[^/]*\.wasm$/;

/**
 * The files of a built site for its service worker, by path under the root; a page by its folder.
 * The same files give the same list in the same order.
 */
export async function listingOf(folder: string): Promise<Record<string, Listed>> {
  const listing: Record<string, Listed> = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  for (const path of paths) {
    if (LEFT_OUT.test(path)) continue;
    const digest = sha256(await readFile(join(folder, path))).slice(0, 16);
    listing[path.replace(/(^|\/)index\.html$/, '$1')] = { digest, ahead: !WHEN_SEEN.test(path) };
  }
  return listing;
}

/** A name for exactly these files. */
export function versionOf(listing: Readonly<Record<string, Listed>>): string {
  return sha256(JSON.stringify(listing)).slice(0, 12);
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
