import { readdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright';

/** Memory at one moment, MB. */
export interface Reading {
  readonly minute: number;
  /** The page's own heap after garbage collection: script, DOM wrappers, array buffers. */
  readonly page: number;
  /** Of it, array buffers. */
  readonly buffers: number;
  /** Resident set of all processes of the browser, workers included; NaN where there is no /proc. */
  readonly processes: number;
}

const MB = 1e6;

interface Usage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
}

export async function measure(page: Page, minute: number): Promise<Reading> {
  const session = await page.context().newCDPSession(page);
  // What a first collection frees may hold more that only then becomes free.
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as Usage;
  await session.detach();
  const buffers = usage.backingStorageSize ?? 0;
  return {
    minute,
    page: (usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + buffers) / MB,
    buffers: buffers / MB,
    processes: (await residentBytes()) / MB,
  };
}

/** Of this process's descendants, which are the browser's. */
async function residentBytes(): Promise<number> {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  const names = await readdir('/proc').catch(() => undefined);
  if (!names) return Number.NaN;
  for (const name of names.filter((name) => /^\d+$/.test(name))) {
    // A process may end meanwhile.
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    if (!text) continue;
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const parent = Number(fields[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    resident.set(Number(name), Number(fields[21]) * 4096);
  }
  const total = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + resident.get(child)! + total(child), 0);
  return total(process.pid);
}
