import { logLoss, type Mesh, meshOf } from './mesh';
import type { SurfaceToSave } from './save';

/**
 * VTK XML PolyData for ParaView: the relief of mesh.ts as quads in units of x and y, with point
 * data `loss`, `log_loss` (log₁₀) and, where known, `accuracy` in percent; numbers as text. To warp
 * by the loss itself: Transform z to 0, then Warp By Scalar.
 */
export function surfaceVtp(surface: SurfaceToSave): string {
  const { points, index, quads } = meshOf(surface);
  const log = logLoss(surface.loss);
  const { loss, accuracy } = surface;
  const data: [string, (k: number) => number][] = [
    ['loss', (k) => loss[k]!],
    ['log_loss', (k) => log[k]!],
    ...(accuracy
      ? [['accuracy', (k: number) => 100 * accuracy[k]!] as [string, (k: number) => number]]
      : []),
  ];
  const array = (attributes: string, lines: readonly string[]) =>
    `<DataArray ${attributes} format="ascii">\n${lines.join('\n')}\n</DataArray>`;
  const counts = `NumberOfPoints="${points.length}" NumberOfVerts="0" NumberOfLines="0" NumberOfStrips="0" NumberOfPolys="${quads.length}"`;
  return `<?xml version="1.0"?>
<VTKFile type="PolyData" version="0.1" byte_order="LittleEndian">
<PolyData><Piece ${counts}>
<PointData Scalars="loss">
${data
  .map(([name, value]) =>
    array(
      `type="Float64" Name="${name}"`,
      index.map((k) => String(value(k))),
    ),
  )
  .join('\n')}
</PointData>
<Points>
${array(
  'type="Float64" NumberOfComponents="3"',
  points.map((point) => point.join(' ')),
)}
</Points>
<Polys>
${array(
  'type="Int64" Name="connectivity"',
  quads.map((quad) => quad.join(' ')),
)}
${array(
  'type="Int64" Name="offsets"',
  quads.map((_, n) => String(4 * (n + 1))),
)}
</Polys>
</Piece></PolyData>
</VTKFile>
`;
}

/**
 * Wavefront OBJ: the relief of mesh.ts as quads in units of x and y, z upwards; the log of the loss
 * as a share of its range is also each point's texture coordinate u, for a colour map as an image.
 */
export function surfaceObj(surface: SurfaceToSave): string {
  const { points, quads } = meshOf(surface);
  const top = points.reduce((highest, [, , z]) => Math.max(highest, z), 0) || 1;
  return `${[
    '# A loss surface: x and y in units of the two directions, z the log of the loss, scaled.',
    ...points.map((point) => `v ${point.map(single).join(' ')}`),
    ...points.map(([, , z]) => `vt ${single(z / top)} 0.5`),
    ...quads.map((quad) => `f ${quad.map((n) => `${n + 1}/${n + 1}`).join(' ')}`),
  ].join('\n')}\n`;
}

function single(value: number): string {
  return String(Number(value.toPrecision(8)));
}

/** Of the printed relief, mm. */
const PRINT_SIDE = 100;
const PRINT_BASE = 3;

/**
 * Binary STL for printing: the relief of mesh.ts on a base, closed on all sides, in millimetres; its
 * longer side is 100, its base 3 thick. Where points are missing there is a hole.
 */
export function surfaceStl(surface: SurfaceToSave): Uint8Array<ArrayBuffer> {
  const { x, y } = surface;
  const side = Math.max(x[x.length - 1]! - x[0]!, y[y.length - 1]! - y[0]!);
  const triangles = solidOf(meshOf(surface, PRINT_SIDE / side), PRINT_BASE);
  const file = new Uint8Array(84 + 50 * triangles.length);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode('A loss surface, in millimetres'));
  view.setUint32(80, triangles.length, true);
  triangles.forEach((corners, n) => {
    [normalOf(corners), ...corners].forEach((vector, v) => {
      vector.forEach((value, k) => {
        view.setFloat32(84 + 50 * n + 12 * v + 4 * k, value, true);
      });
    });
  });
  return file;
}

type Point = readonly [number, number, number];
export type Triangle = readonly [Point, Point, Point];

/** The top, a flat bottom, and a wall under every edge that belongs to one cell alone. */
function solidOf({ points, quads }: Mesh, base: number): Triangle[] {
  const top = points.map(([x, y, z]): Point => [x, y, z + base]);
  const bottom = points.map(([x, y]): Point => [x, y, 0]);
  const triangles: Triangle[] = [];
  const walls = new Map<string, readonly [number, number]>();
  for (const quad of quads) {
    const [a, b, c, d] = quad;
    triangles.push([top[a]!, top[b]!, top[c]!], [top[a]!, top[c]!, top[d]!]);
    triangles.push([bottom[a]!, bottom[c]!, bottom[b]!], [bottom[a]!, bottom[d]!, bottom[c]!]);
    quad.forEach((from, k) => {
      const to = quad[(k + 1) % 4]!;
      if (!walls.delete(`${to} ${from}`)) walls.set(`${from} ${to}`, [from, to]);
    });
  }
  for (const [from, to] of walls.values()) {
    triangles.push([bottom[from]!, bottom[to]!, top[to]!], [bottom[from]!, top[to]!, top[from]!]);
  }
  return triangles;
}

function normalOf([a, b, c]: Triangle): Point {
  const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
  const v = [c[0] - a[0], c[1] - a[1], c[2] - a[2]] as const;
  const n = [
    u[1] * v[2] - u[2] * v[1],
    u[2] * v[0] - u[0] * v[2],
    u[0] * v[1] - u[1] * v[0],
  ] as const;
  const length = Math.hypot(...n) || 1;
  return [n[0] / length, n[1] / length, n[2] / length];
}
