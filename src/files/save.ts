import { surfaceCsv } from './csv';
import { writeHdf5 } from './hdf5';
import { writeNpy } from './npy';
import { writeNpz } from './npz';
import { surfaceObj, surfaceStl, surfaceVtp } from './reliefs';

export { logCsv } from './csv';

/** A surface or a line, on its way into a file. */
export interface SurfaceToSave {
  readonly name: string;
  /** Ascending: [nx]. */
  readonly x: ArrayLike<number>;
  /** Ascending: [ny]; of length 1 for a line. */
  readonly y: ArrayLike<number>;
  /** [ny, nx], row by row; NaN where missing. */
  readonly loss: ArrayLike<number>;
  /** Shares, 0 to 1: [ny, nx]. Files hold them in percent, as those of Li et al. do. */
  readonly accuracy?: ArrayLike<number>;
  /** In the plane of the surface. */
  readonly path?: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
}

/** A format that a surface can be saved in; what it is called is in words/. */
export interface SurfaceFormat {
  readonly id: 'csv' | 'npy' | 'npz' | 'h5' | 'vtp' | 'obj' | 'stl';
  /** Of the file, without the dot. */
  readonly extension: string;
  readonly mime: string;
  readonly write: (surface: SurfaceToSave) => Promise<Uint8Array<ArrayBuffer>>;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** All formats of a surface, in the order in which they are offered. */
export const surfaceFormats: readonly SurfaceFormat[] = [
  {
    id: 'csv',
    extension: 'csv',
    mime: 'text/csv',
    write: async (surface) => bytesOf(surfaceCsv(surface)),
  },
  {
    id: 'npz',
    extension: 'npz',
    mime: 'application/zip',
    write: async (surface) => writeNpz(surface),
  },
  {
    id: 'npy',
    extension: 'npy',
    mime: 'application/octet-stream',
    write: async (surface) => surfaceNpy(surface),
  },
  {
    id: 'h5',
    extension: 'h5',
    mime: 'application/x-hdf5',
    write: writeHdf5,
  },
  {
    id: 'vtp',
    extension: 'vtp',
    mime: 'application/xml',
    write: async (surface) => bytesOf(surfaceVtp(surface)),
  },
  {
    id: 'obj',
    extension: 'obj',
    mime: 'model/obj',
    write: async (surface) => bytesOf(surfaceObj(surface)),
  },
  {
    id: 'stl',
    extension: 'stl',
    mime: 'model/stl',
    write: async (surface) => surfaceStl(surface),
  },
];

/**
 * One float64 array [3, ny, nx], or [4, ny, nx] with accuracy in percent:
 * `X, Y, loss = numpy.load("surface.npy")` is what matplotlib draws.
 */
function surfaceNpy({ x, y, loss, accuracy }: SurfaceToSave): Uint8Array<ArrayBuffer> {
  const [nx, ny] = [x.length, y.length];
  const layers: ((k: number) => number)[] = [
    (k) => x[k % nx]!,
    (k) => y[Math.floor(k / nx)]!,
    (k) => loss[k]!,
    ...(accuracy ? [(k: number) => 100 * accuracy[k]!] : []),
  ];
  const data = Float64Array.from({ length: layers.length * nx * ny }, (_, n) =>
    layers[Math.floor(n / (nx * ny))]!(n % (nx * ny)),
  );
  return writeNpy([layers.length, ny, nx], data);
}
