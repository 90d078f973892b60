import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * A plain file server under a base path on loopback: files as they are, no headers of its own.
 * @param compress sends text compressed, as every host in earnest does.
 */
export async function serve(folder: string, base: string, { compress = false } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const inside = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : undefined;
    const path = inside && normalize(decodeURIComponent(inside));
    const file = path && join(folder, path.endsWith('/') ? `${path}index.html` : path);
    try {
      if (!file) throw new Error('outside the base path');
      const body = await readFile(file);
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      const small = compress && /^text|json|svg|wasm/.test(type);
      response.writeHead(200, {
        'content-type': type,
        ...(small && { 'content-encoding': 'gzip' }),
      });
      response.end(small ? gzipSync(body) : body);
    } catch {
      const missing = await readFile(join(folder, '404.html')).catch(() => 'not found');
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(missing);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${base}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
