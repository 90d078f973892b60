import createRegl, { type DrawCommand, type Regl } from 'regl';

/**
 * The page's one WebGL context. Browsers allow about sixteen, a lecture has more figures: every
 * relief renders here, off-screen, and copies the pixels to its own 2-D canvas. While a lost context
 * is being restored the copies remain to be seen.
 */
export interface Stage {
  readonly regl: Regl;
  readonly canvas: HTMLCanvasElement;
  /** Draw calls and bytes uploaded since the page began: for benchmarks. */
  readonly counts: { draws: number; bytes: number };
}

type Listener = () => void;

let stage: Stage | null = null;
let canvas: HTMLCanvasElement | null = null;
let refused = false;
const restored = new Set<Listener>();

/** @returns the stage, or null where WebGL is missing or its context is lost just now. */
export function theStage(): Stage | null {
  if (stage || refused) return stage;
  if (!canvas) {
    canvas = document.createElement('canvas');
    canvas.width = canvas.height = 16;
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      // Its buffers are gone, and left alive it would upload copies of its own on return.
      stage?.regl.destroy();
      stage = null;
    });
    canvas.addEventListener('webglcontextrestored', () => {
      for (const listener of [...restored]) listener();
    });
  }
  const gl = canvas.getContext('webgl', {
    alpha: true,
    antialias: true,
    depth: true,
    premultipliedAlpha: true,
    preserveDrawingBuffer: false,
  });
  if (!gl) {
    refused = true;
    return null;
  }
  if (gl.isContextLost()) return null;
  try {
    const regl = createRegl({
      gl,
      extensions: ['OES_standard_derivatives', 'OES_element_index_uint'],
    });
    stage = { regl, canvas, counts: { draws: 0, bytes: 0 } };
  } catch {
    refused = true;
  }
  return stage;
}

/** Whether this browser draws reliefs at all (a context lost for the moment counts as yes). */
export function hasWebGl(): boolean {
  return theStage() !== null || !refused;
}

/** Calls back when a lost context came back and everything must be uploaded anew. */
export function onRestored(listener: Listener): () => void {
  restored.add(listener);
  return () => restored.delete(listener);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const corners = new WeakMap<Regl, DrawCommand>();

/** Confines drawing to the stage's lower left corner; compiled once a context. */
function corner(regl: Regl): DrawCommand {
  let command = corners.get(regl);
  if (command) return command;
  const size = {
    width: regl.prop<Size, 'width'>('width'),
    height: regl.prop<Size, 'height'>('height'),
  };
  command = regl({
    viewport: { x: 0, y: 0, ...size } as never,
    scissor: { enable: true, box: { x: 0, y: 0, ...size } as never },
  });
  corners.set(regl, command);
  return command;
}

/**
 * Renders off-screen at `width` × `height` device pixels and copies the result to `ctx`,
 * whose transform is left as it was.
 */
export function renderTo(
  to: Stage,
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  draw: () => void,
): void {
  const { canvas: from, regl } = to;
  // The canvas only grows, in steps: setting a size reallocates all its buffers.
  if (from.width < width || from.height < height) {
    from.width = Math.max(from.width, Math.ceil(width / 256) * 256);
    from.height = Math.max(from.height, Math.ceil(height / 256) * 256);
  }
  regl.poll();
  corner(regl)({ width, height }, () => {
    regl.clear({ color: [0, 0, 0, 0], depth: 1 });
    draw();
  });
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(from, 0, from.height - height, width, height, 0, 0, width, height);
  ctx.restore();
}
