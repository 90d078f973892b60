import type { Buffer, DrawCommand, Elements, Regl } from 'regl';
import type { Stage } from '@/plot/gl/stage';

/** A straight stroke in box coordinates; a stroke of no length is a dot. */
export interface Stroke {
  readonly a: readonly [number, number, number];
  readonly b: readonly [number, number, number];
  /** Half of its width, in CSS pixels. */
  readonly radius: number;
  readonly colour: readonly [number, number, number];
  readonly alpha: number;
  /** Towards the eye, in box units: later layers lie on earlier ones. */
  readonly lift: number;
}

export interface StrokeProps {
  readonly corners: Buffer;
  readonly elements: Elements;
  readonly matrix: Float32Array;
  readonly size: readonly [number, number];
  readonly ratio: number;
  readonly fade: number;
  readonly hidden: boolean;
}

const FLOATS = 13;

/** @returns four corners a stroke, 13 numbers each: a, b, corner (end, side), radius, rgb, alpha·lift. */
export function strokeCorners(strokes: readonly Stroke[]): Float32Array {
  const out = new Float32Array(strokes.length * 4 * FLOATS);
  let q = 0;
  for (const s of strokes) {
    for (let corner = 0; corner < 4; corner++) {
      out.set(s.a, q);
      out.set(s.b, q + 3);
      out[q + 6] = corner < 2 ? 0 : 1;
      out[q + 7] = corner % 2 === 0 ? -1 : 1;
      out[q + 8] = s.radius;
      out.set(s.colour, q + 9);
      // Alpha in steps of 1/100 before the point, the lift behind it: one number fewer a corner.
      out[q + 12] = Math.round(s.alpha * 100) + Math.min(0.99, Math.max(0, s.lift));
      q += FLOATS;
    }
  }
  return out;
}

/** @returns triangles for `count` strokes. */
export function strokeElements(count: number): Uint16Array {
  const out = new Uint16Array(6 * count);
  for (let k = 0; k < count; k++) {
    out.set([4 * k, 4 * k + 1, 4 * k + 2, 4 * k + 1, 4 * k + 3, 4 * k + 2], 6 * k);
  }
  return out;
}

const VERTEX = `
precision highp float;
attribute vec3 a, b;
attribute vec2 corner;
attribute float radius, extra;
attribute vec3 colour;
uniform mat4 matrix;
uniform vec2 size;
uniform float ratio;
varying vec2 local;
varying float span, reach;
varying vec4 tint;
void main() {
  vec4 ca = matrix * vec4(a, 1.0);
  vec4 cb = matrix * vec4(b, 1.0);
  vec2 pa = ca.xy / ca.w * size * 0.5;
  vec2 pb = cb.xy / cb.w * size * 0.5;
  vec2 along = pb - pa;
  span = length(along);
  vec2 dir = span > 1e-4 ? along / span : vec2(1.0, 0.0);
  reach = radius * ratio;
  float margin = reach + 1.0;
  vec2 normal = vec2(-dir.y, dir.x);
  vec4 base = corner.x < 0.5 ? ca : cb;
  vec2 end = corner.x < 0.5 ? pa - dir * margin : pb + dir * margin;
  vec2 spot = end + normal * corner.y * margin;
  local = vec2(corner.x < 0.5 ? -margin : span + margin, corner.y * margin);
  tint = vec4(colour, floor(extra) / 100.0);
  gl_Position = vec4(spot / (size * 0.5) * base.w, base.z - fract(extra) * 0.02 - 0.004, base.w);
}`;

const FRAGMENT = `
precision highp float;
varying vec2 local;
varying float span, reach;
varying vec4 tint;
uniform float fade;
void main() {
  float away = length(vec2(local.x - clamp(local.x, 0.0, span), local.y));
  float a = (1.0 - smoothstep(reach - 0.6, reach + 0.6, away)) * tint.a * fade;
  if (a < 0.01) discard;
  gl_FragColor = vec4(tint.rgb * a, a);
}`;

const commands = new WeakMap<Regl, DrawCommand>();

/** Draws strokes with round ends; `hidden` draws only what lies behind the surface. */
export function strokeCommand(stage: Stage): DrawCommand {
  const { regl } = stage;
  let command = commands.get(regl);
  if (command) return command;
  const prop = (name: keyof StrokeProps) => regl.prop<StrokeProps, keyof StrokeProps>(name);
  const attribute = (offset: number) => (_: unknown, props: StrokeProps) => ({
    buffer: props.corners,
    offset: 4 * offset,
    stride: 4 * FLOATS,
  });
  command = regl({
    vert: VERTEX,
    frag: FRAGMENT,
    attributes: {
      a: attribute(0) as never,
      b: attribute(3) as never,
      corner: attribute(6) as never,
      radius: attribute(8) as never,
      colour: attribute(9) as never,
      extra: attribute(12) as never,
    },
    elements: prop('elements') as never,
    uniforms: {
      matrix: prop('matrix') as never,
      size: prop('size') as never,
      ratio: prop('ratio') as never,
      fade: prop('fade') as never,
    },
    depth: {
      enable: true,
      mask: false,
      func: ((_: unknown, props: StrokeProps) => (props.hidden ? 'greater' : 'lequal')) as never,
    },
    blend: { enable: true, func: { src: 'one', dst: 'one minus src alpha' } },
  });
  commands.set(regl, command);
  return command;
}
