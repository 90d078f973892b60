import type { Buffer, Elements, Regl, Texture2D } from 'regl';
import { RISE } from '@/plot/box';
import type { Box, View } from '@/plot/camera';
import { MAP_SIZE } from '@/plot/colourmap';
import type { Field } from '@/plot/field';
import { gridBuffers, groundCommand } from '@/plot/gl/ground';
import { MISSING } from '@/plot/gl/ground.glsl';
import { lineUniform } from '@/plot/gl/line-uniform';
import { heightAt, vertices } from '@/plot/gl/relief-mesh';
import { type Stage, theStage } from '@/plot/gl/stage';
import { type Stroke, strokeCommand, strokeCorners, strokeElements } from '@/plot/gl/strokes';
import { keyLight } from '@/plot/light';
import type { Scale } from '@/plot/scale';
import { type Theme, unitRgb } from '@/plot/theme';

interface Uploaded {
  readonly regl: Regl;
  readonly from: Buffer;
  readonly to: Buffer;
  readonly colours: Texture2D;
  readonly corners: Buffer;
  readonly elements: Elements;
}

export interface SceneView {
  readonly view: View;
  readonly box: Box;
  readonly scale: Scale;
  readonly theme: Theme;
  /** Device pixels, and how many of them a CSS pixel has. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/**
 * One relief's share of the stage: its vertices now and before, its colours, its strokes. Holds all
 * data on the CPU too, so that a restored context, or none, costs no more than an upload.
 */
export class ReliefScene {
  /** How far the surface has come from the one before: 0…1. */
  blend = 1;
  #field: Field | null = null;
  #to: Float32Array = new Float32Array(0);
  #from: Float32Array = new Float32Array(0);
  #strokes: readonly Stroke[] = [];
  #map = '';
  #fresh = { surface: true, strokes: true };
  #up: Uploaded | null = null;

  get field(): Field | null {
    return this.#field;
  }

  /** @param morph start from the surface that is shown now, where the two have one domain. */
  setField(field: Field, morph: boolean): void {
    const before = this.#field;
    const spare = this.#from;
    if (before && morph && this.#to.length > 0) {
      const shown = this.#shown(spare);
      this.#from = sameGrid(before, field) ? shown : regrid(before, shown, field);
      this.#to = vertices(field);
      this.blend = 0;
    } else {
      this.#to = vertices(field, this.#to);
      this.#from = this.#to;
      this.blend = 1;
    }
    this.#field = field;
    this.#fresh.surface = true;
  }

  setStrokes(strokes: readonly Stroke[]): void {
    this.#strokes = strokes;
    this.#fresh.strokes = true;
  }

  /** What the shader shows at the present blend. */
  #shown(into: Float32Array): Float32Array {
    if (this.blend >= 1 || this.#from === this.#to) return this.#to.slice();
    const out = into === this.#from || into.length !== this.#to.length ? this.#to.slice() : into;
    for (let k = 0; k < out.length; k += 4) {
      const missing = this.#from[k]! < MISSING / 2 || this.#to[k]! < MISSING / 2;
      const u = missing ? 1 : this.blend;
      for (let c = k; c < k + 4; c++) out[c] = this.#from[c]! + (this.#to[c]! - this.#from[c]!) * u;
    }
    return out;
  }

  draw(stage: Stage, { view, box, scale, theme, width, height, ratio }: SceneView): void {
    if (!this.#field) return;
    const up = this.#upload(stage, scale);
    const grid = gridBuffers(stage, this.#field.x, this.#field.y);
    const { lines, curve } = lineUniform(scale);
    const ground = {
      ...grid,
      from: this.#from === this.#to ? up.to : up.from,
      to: up.to,
      colours: up.colours,
      matrix: view.matrix,
      blend: this.blend,
      depth: box.depth,
      height: RISE,
      floor: box.floor,
      light: keyLight(view),
      eye: view.eye,
      paper: unitRgb(theme.paper),
      missing: unitRgb(theme.missing),
      lines,
      curve,
      ratio,
      dark: theme.mode === 'dark' ? 1 : 0,
    };
    const draw = groundCommand(stage);
    draw({ ...ground, flat: 1 });
    draw({ ...ground, flat: 0 });
    stage.counts.draws += 2;
    if (this.#strokes.length === 0) return;
    const strokes = {
      corners: up.corners,
      elements: up.elements,
      matrix: view.matrix,
      size: [width, height],
      ratio,
    };
    const stroke = strokeCommand(stage);
    stroke({ ...strokes, hidden: true, fade: 0.16 });
    stroke({ ...strokes, hidden: false, fade: 1 });
    stage.counts.draws += 2;
  }

  #upload(stage: Stage, scale: Scale): Uploaded {
    const { regl, counts } = stage;
    if (!this.#up || this.#up.regl !== regl) {
      this.#up = {
        regl,
        from: regl.buffer({ usage: 'dynamic', type: 'float', length: 16 }),
        to: regl.buffer({ usage: 'dynamic', type: 'float', length: 16 }),
        colours: regl.texture({ width: 1, height: 1 }),
        corners: regl.buffer({ usage: 'dynamic', type: 'float', length: 16 }),
        elements: regl.elements({ primitive: 'triangles', type: 'uint16', length: 12 }),
      };
      this.#fresh = { surface: true, strokes: true };
      this.#map = '';
    }
    const up = this.#up;
    if (this.#fresh.surface) {
      up.to(this.#to);
      counts.bytes += this.#to.byteLength;
      if (this.#from !== this.#to) {
        up.from(this.#from);
        counts.bytes += this.#from.byteLength;
      }
    }
    if (this.#map !== scale.map) {
      this.#map = scale.map;
      up.colours({
        width: MAP_SIZE,
        height: 1,
        format: 'rgb',
        data: scale.table,
        min: 'linear',
        mag: 'linear',
        wrap: 'clamp',
      });
      counts.bytes += scale.table.byteLength;
    }
    if (this.#fresh.strokes && this.#strokes.length > 0) {
      const corners = strokeCorners(this.#strokes);
      const elements = strokeElements(this.#strokes.length);
      up.corners(corners);
      up.elements({ data: elements, primitive: 'triangles', type: 'uint16' });
      counts.bytes += corners.byteLength + elements.byteLength;
    }
    this.#fresh = { surface: false, strokes: false };
    return up;
  }

  destroy(): void {
    const up = this.#up;
    this.#up = null;
    this.#field = null;
    // What a lost context held is gone already.
    if (!up || up.regl !== theStage()?.regl) return;
    for (const resource of [up.from, up.to, up.corners, up.elements, up.colours]) {
      resource.destroy();
    }
  }
}

function sameGrid(a: Field, b: Field): boolean {
  return a.t.length === b.t.length && a.x.length === b.x.length;
}

/** The shown surface at the places of a new grid over the same domain: coarse becomes fine. */
function regrid(before: Field, shown: Float32Array, after: Field): Float32Array {
  const t = new Float32Array(before.t.length);
  for (let k = 0; k < t.length; k++) {
    const place = shown[4 * k]!;
    t[k] = place < MISSING / 2 ? Number.NaN : place;
  }
  const old = { x: before.x, y: before.y, t };
  const { x, y } = after;
  const places = new Float32Array(x.length * y.length);
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) places[j * x.length + i] = heightAt(old, x[i]!, y[j]!);
  }
  return vertices({ x, y, t: places });
}
