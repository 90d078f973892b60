import { surfaceCsv } from './csv';

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

/** A format that a surface can be saved in. */
export interface SurfaceFormat {
  readonly id: 'csv' | 'npy' | 'npz' | 'h5' | 'vtp' | 'obj' | 'stl';
  /** On the button. */
  readonly label: string;
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
    label: 'Table (CSV)',
    extension: 'csv',
    mime: 'text/csv',
    write: async (surface) => bytesOf(surfaceCsv(surface)),
  },
];
