import type { NamedArray } from './arrays';
import { readNpy, writeNpy } from './npy';
import type { SurfaceToSave } from './save';
import { refused } from './words';
import { readZip, writeZip } from './zip';

/*
 * NumPy's archive, `numpy.load("surface.npz")`: arrays by the names of Li et al.'s HDF5 files,
 * `xcoordinates` [nx], `ycoordinates` [ny], `train_loss` and `train_acc` [ny, nx] with accuracy in
 * percent, and of a path `proj_xcoord` and `proj_ycoord` [T]; float64.
 */

/** The arrays of a surface, for formats that hold arrays by name. */
export function surfaceArrays({
  x,
  y,
  loss,
  accuracy,
  path,
}: SurfaceToSave): Record<string, { shape: number[]; data: Float64Array }> {
  const line = y.length === 1;
  const shape = line ? [x.length] : [y.length, x.length];
  const of = (shape: number[], values: ArrayLike<number>) => ({
    shape,
    data: Float64Array.from(values),
  });
  return {
    xcoordinates: of([x.length], x),
    ...(!line && { ycoordinates: of([y.length], y) }),
    train_loss: of(shape, loss),
    ...(accuracy && {
      train_acc: of(
        shape,
        Float64Array.from(accuracy, (share) => 100 * share),
      ),
    }),
    ...(path && {
      proj_xcoord: of([path.x.length], path.x),
      proj_ycoord: of([path.y.length], path.y),
    }),
  };
}

export function writeNpz(surface: SurfaceToSave): Uint8Array<ArrayBuffer> {
  const arrays = Object.entries(surfaceArrays(surface));
  return writeZip(
    Object.fromEntries(
      arrays.map(([key, { shape, data }]) => [`${key}.npy`, writeNpy(shape, data)]),
    ),
  );
}

/** @throws InputError in words when the archive or an array in it is damaged. */
export function readNpz(name: string, bytes: Uint8Array): Record<string, NamedArray> {
  const arrays: Record<string, NamedArray> = Object.create(null);
  for (const [key, content] of readZip(name, bytes)) {
    if (key.endsWith('.npy')) arrays[key.slice(0, -4)] = readNpy(name, content);
  }
  if (Object.keys(arrays).length === 0) throw refused(name, 'the ZIP file holds no NumPy arrays.');
  return arrays;
}
