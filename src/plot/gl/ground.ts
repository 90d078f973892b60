import type { Buffer, DrawCommand, Elements, Regl, Texture2D } from 'regl';
import { FRAGMENT, VERTEX } from '@/plot/gl/ground.glsl';
import type { Stage } from '@/plot/gl/stage';

/** What one draw of a surface needs beside its buffers. */
export interface GroundProps {
  readonly place: Buffer;
  readonly from: Buffer;
  readonly to: Buffer;
  readonly elements: Elements;
  readonly colours: Texture2D;
  readonly matrix: Float32Array;
  /** 0 shows `from`, 1 shows `to`. */
  readonly blend: number;
  readonly depth: number;
  readonly height: number;
  /** Height of the flat map under the relief; `flat` draws that map. */
  readonly floor: number;
  readonly flat: number;
  readonly light: readonly number[];
  readonly eye: readonly number[];
  readonly paper: readonly number[];
  readonly missing: readonly number[];
  /** Isolines, see `lineUniform`. */
  readonly lines: readonly number[];
  /** See `lineUniform`. */
  readonly curve: number;
  readonly ratio: number;
  readonly dark: number;
}

const commands = new WeakMap<Regl, DrawCommand>();

/** The command that draws a lit surface, or its flat map; compiled once a context. */
export function groundCommand(stage: Stage): DrawCommand {
  const { regl } = stage;
  let command = commands.get(regl);
  if (command) return command;
  const prop = (name: keyof GroundProps) => regl.prop<GroundProps, keyof GroundProps>(name);
  command = regl({
    vert: VERTEX,
    frag: FRAGMENT,
    attributes: {
      place: prop('place') as never,
      from: prop('from') as never,
      to: prop('to') as never,
    },
    elements: prop('elements') as never,
    uniforms: Object.fromEntries(
      (
        [
          ['colours', 'colours'],
          ['matrix', 'matrix'],
          ['blend', 'blend'],
          ['depth', 'depth'],
          ['height', 'height'],
          ['ground', 'floor'],
          ['level', 'flat'],
          ['light', 'light'],
          ['eye', 'eye'],
          ['paper', 'paper'],
          ['missing', 'missing'],
          ['lines', 'lines'],
          ['ratio', 'ratio'],
          ['dark', 'dark'],
          ['curve', 'curve'],
        ] as const
      ).map(([uniform, name]) => [uniform, prop(name) as never]),
    ),
    blend: { enable: true, func: { src: 'one', dst: 'one minus src alpha' } },
    cull: { enable: false },
  });
  commands.set(regl, command);
  return command;
}

const grids = new WeakMap<Regl, Map<string, { place: Buffer; elements: Elements }>>();

/**
 * The vertices' places and the triangles of an nx × ny grid; kept, for every slice of a figure has
 * the same. Places run over ±1 in both directions (evenly: `uneven` axes get buffers of their own).
 */
export function gridBuffers(stage: Stage, x: Float64Array, y: Float64Array) {
  const { regl, counts } = stage;
  let known = grids.get(regl);
  if (!known) grids.set(regl, (known = new Map()));
  const key = `${shape(x)}|${shape(y)}`;
  const found = known.get(key);
  if (found) return found;
  const nx = x.length;
  const ny = y.length;
  const place = new Float32Array(2 * nx * ny);
  for (let j = 0, k = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      place[k++] = unit(x, i);
      place[k++] = unit(y, j);
    }
  }
  const count = (nx - 1) * (ny - 1) * 6;
  const index = nx * ny > 65536 ? new Uint32Array(count) : new Uint16Array(count);
  for (let j = 0, q = 0; j < ny - 1; j++) {
    for (let i = 0; i < nx - 1; i++) {
      const k = j * nx + i;
      // The diagonal alternates, so that ridges do not lean one way.
      if ((i + j) % 2 === 0) {
        index[q++] = k;
        index[q++] = k + 1;
        index[q++] = k + nx + 1;
        index[q++] = k;
        index[q++] = k + nx + 1;
        index[q++] = k + nx;
      } else {
        index[q++] = k;
        index[q++] = k + 1;
        index[q++] = k + nx;
        index[q++] = k + 1;
        index[q++] = k + nx + 1;
        index[q++] = k + nx;
      }
    }
  }
  counts.bytes += place.byteLength + index.byteLength;
  const made = {
    place: regl.buffer({ data: place, usage: 'static' }),
    elements: regl.elements({
      data: index,
      primitive: 'triangles',
      type: index instanceof Uint32Array ? 'uint32' : 'uint16',
    }),
  };
  // Few shapes occur on a page; a reader who tries many does not keep them all.
  if (known.size >= 6) {
    const [oldest, buffers] = known.entries().next().value!;
    buffers.place.destroy();
    buffers.elements.destroy();
    known.delete(oldest);
  }
  known.set(key, made);
  return made;
}

function unit(axis: Float64Array, i: number): number {
  const first = axis[0]!;
  return (2 * (axis[i]! - first)) / (axis[axis.length - 1]! - first) - 1;
}

function shape(axis: Float64Array): string {
  const n = axis.length;
  let even = true;
  for (let i = 1; i < n - 1 && even; i++) {
    even = Math.abs(unit(axis, i) - ((2 * i) / (n - 1) - 1)) < 1e-4;
  }
  return even ? String(n) : Array.from(axis, (_, i) => unit(axis, i).toFixed(4)).join();
}
