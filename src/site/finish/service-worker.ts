// What makes the lecture work without network after one visit. The build bundles this file to `sw.js`
// and writes into it the list of its own files with their digests, so that the browser sees a new
// worker exactly when some file changed, and so that a file of another build is never taken for one
// of this: whatever is kept or handed out has been compared with its digest.

import type { Listed } from './listing';

declare const __FILES__: Readonly<Record<string, Listed>>;
declare const __VERSION__: string;

/** By path under the site's root; a page by its folder, the start page by ''. */
const FILES = __FILES__;

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetch extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Message extends Extendable {
  readonly data: { readonly takeOver?: true; readonly seen?: readonly string[] };
}
interface Worker {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { matchAll(options: { type: 'window' }): Promise<readonly unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetch) => void): void;
  addEventListener(type: 'message', listener: (event: Message) => void): void;
}

const worker = self as unknown as Worker;
const root = new URL(worker.registration.scope);
// Several lectures may live on one host, each under its own path.
const FAMILY = `lecture ${root.pathname} `;
const NAME = FAMILY + __VERSION__;
/** Other projects share this address with a copy tried at home, so there the network comes first. */
const SHARED = root.hostname === 'localhost';
/** Asked for by the page, which knows the reader's line (see offline.ts). */
const SPARING = new URL(location.href).searchParams.has('sparing');
const AT_ONCE = 6;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOlder()));
worker.addEventListener('message', (event) => {
  if (event.data.takeOver) event.waitUntil(worker.skipWaiting());
  if (event.data.seen) event.waitUntil(keepSeen(event.data.seen));
});
worker.addEventListener('fetch', (event) => {
  const { method, mode, url, headers } = event.request;
  const path = pathOf(url);
  if (path === undefined || method !== 'GET' || headers.has('range')) return;
  if (mode === 'navigate') event.respondWith(navigate(event, path));
  else if (Object.hasOwn(FILES, path)) event.respondWith(serve(event, path));
});

/** Keeps all that the lecture and its trainings need; where data are dear, only what is seen. */
async function install() {
  if (SPARING) return;
  const queue = Object.keys(FILES).filter((path) => FILES[path]!.ahead);
  const some = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) await keep(path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}

async function forgetOlder() {
  for (const name of await caches.keys()) {
    if (name.startsWith(FAMILY) && name !== NAME) await caches.delete(name);
  }
}

/** What a page loaded before this worker stood between it and the network. */
async function keepSeen(urls: readonly string[]) {
  for (const url of urls) {
    const path = pathOf(url);
    if (path === undefined || !Object.hasOwn(FILES, path)) continue;
    // A file that is gone, or of a newer build: it will be asked for again.
    await keep(path).catch(() => undefined);
  }
}

async function navigate(event: Fetch, path: string): Promise<Response> {
  // A newer build is here. With no other page of the old one open, it can begin with this visit.
  const { waiting } = worker.registration;
  if (waiting && (await worker.clients.matchAll({ type: 'window' })).length < 2) {
    waiting.postMessage({ takeOver: true });
    return new Response('', { headers: { 'content-type': 'text/html', refresh: '0' } });
  }
  if (Object.hasOwn(FILES, path)) return serve(event, path);
  if (Object.hasOwn(FILES, `${path}/`)) return Response.redirect(addressOf(`${path}/`));
  try {
    return await fetch(event.request);
  } catch {
    return (await kept('404.html')) ?? Response.error();
  }
}

async function serve(event: Fetch, path: string): Promise<Response> {
  const { request } = event;
  if (SHARED) {
    const fresh = await fetch(request).catch(() => undefined);
    return fresh ?? (await kept(path)) ?? Response.error();
  }
  const here = await kept(path);
  if (here) return here;
  const answer = await fetch(request).catch(() => Response.error());
  if (!answer.ok) return answer;
  const file = await read(answer);
  if (!(await isOurs(path, file.bytes))) {
    event.waitUntil(worker.registration.update());
    const words = 'The site was renewed since this page was opened.';
    return new Response(words, { status: 409, headers: { 'content-type': 'text/plain' } });
  }
  // A full disk costs the reader the copy, not the page.
  event.waitUntil(put(path, file).catch(() => undefined));
  return responseOf(file);
}

/** @throws Error when the file is not to be had, or only that of another build. */
async function keep(path: string) {
  const cache = await caches.open(NAME);
  if (await cache.match(addressOf(path))) return;
  const sources = [
    () => caches.match(addressOf(path)),
    () => fetch(addressOf(path)),
    () => fetch(addressOf(path), { cache: 'reload' }),
  ];
  for (const source of sources) {
    const answer = await source();
    if (!answer?.ok) continue;
    const file = await read(answer);
    if (await isOurs(path, file.bytes)) return put(path, file);
  }
  throw new Error(`No copy of ${path} is the one that this build lists.`);
}

interface File {
  readonly bytes: ArrayBuffer;
  readonly type: string;
}

async function read(answer: Response): Promise<File> {
  const type = answer.headers.get('content-type') ?? 'application/octet-stream';
  return { bytes: await answer.arrayBuffer(), type };
}

/** Not the answer itself: a browser refuses one that came by way of a redirection. */
function responseOf({ bytes, type }: File): Response {
  return new Response(bytes, { headers: { 'content-type': type } });
}

async function put(path: string, file: File) {
  await (await caches.open(NAME)).put(addressOf(path), responseOf(file));
}

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(NAME)).match(addressOf(path));
}

async function isOurs(path: string, bytes: ArrayBuffer): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === FILES[path]!.digest;
}

/** @returns the path under the site's root, without query; undefined outside of it. */
function pathOf(url: string): string | undefined {
  const { origin, pathname } = new URL(url);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return undefined;
  return decodeURIComponent(pathname.slice(root.pathname.length)).replace(
    /(^|\/)index\.html$/,
    '$1',
  );
}

function addressOf(path: string): string {
  return new URL(encodeURI(path), root).href;
}
