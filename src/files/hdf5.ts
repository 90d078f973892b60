import type { NamedArray } from './arrays';
import type { SurfaceToSave } from './save';
import { surfaceArrays } from './npz';
import { refused } from './words';

/*
 * HDF5 in the layout of Li et al.'s code (tomgoldstein/loss-landscape): datasets of float64 at the
 * root, `xcoordinates` [nx], `ycoordinates` [ny], `train_loss` and `train_acc` [ny, nx], accuracy
 * in percent, −1 where not computed; a line has no `ycoordinates`. Paths are `proj_xcoord` and
 * `proj_ycoord` [T], which their code keeps in a file of their own and which may stand beside a
 * surface here.
 *
 * Their code makes arrays of [nx, ny] and then fills and draws them as [ny, nx]. For square grids
 * that is one; others are read as they are filled, and written [ny, nx], which they can draw.
 */

/** What a file's bytes go through: a library compiled from C, which gets a thread of its own. */
export type Hdf5Task =
  | { readonly read: Uint8Array }
  | { readonly write: Readonly<Record<string, { shape: number[]; data: Float64Array }>> };

export type Hdf5Answer =
  | { readonly arrays: Record<string, NamedArray> }
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly trouble: string };

/** A thread that has not answered by then is ended. */
const LONGEST_MS = 30_000;

export function looksLikeHdf5(bytes: Uint8Array): boolean {
  return [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => bytes[i] === byte);
}

export async function writeHdf5(surface: SurfaceToSave): Promise<Uint8Array<ArrayBuffer>> {
  const arrays = surfaceArrays(surface);
  for (const [key, { data }] of Object.entries(arrays)) {
    if (!key.startsWith('train_')) continue;
    for (const [i, value] of data.entries()) if (!Number.isFinite(value)) data[i] = -1;
  }
  const answer = await carriedOut({ write: arrays });
  if ('bytes' in answer) return answer.bytes;
  throw refused(surface.name, 'trouble' in answer ? answer.trouble : 'it could not be written.');
}

/** @throws InputError in words when the file is damaged or holds no numbers. */
export async function readHdf5(
  name: string,
  bytes: Uint8Array,
): Promise<Record<string, NamedArray>> {
  const answer = await carriedOut({ read: bytes });
  if ('arrays' in answer) return answer.arrays;
  throw refused(name, 'trouble' in answer ? answer.trouble : 'it could not be read.');
}

/** In a worker where there are workers, so that a file can neither stop the page nor outlive it. */
async function carriedOut(task: Hdf5Task): Promise<Hdf5Answer> {
  if (typeof Worker === 'undefined') return (await import('./hdf5-tasks')).perform(task);
  const worker = new Worker(new URL('./hdf5-worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<Hdf5Answer>((resolve) => {
      const trouble = (words: string) => resolve({ trouble: words });
      worker.onmessage = ({ data }: MessageEvent<Hdf5Answer>) => resolve(data);
      worker.onerror = () => trouble('the reader of HDF5 files could not be started.');
      timer = setTimeout(
        () => trouble(`it was given up after ${LONGEST_MS / 1000} seconds.`),
        LONGEST_MS,
      );
      worker.postMessage(task);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
