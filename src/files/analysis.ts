import * as v from 'valibot';
import type { Analysis } from '@/engine/analysis';
import { InputError } from '@/engine/errors';

/*
 * What an analysis measured, as JSON. Vectors of the network's size stay out, the path on the plane
 * has tensors of its own, and what is not finite is null.
 */

/** Longest analysis that is read: gradient flow of a deep network over a thousand checkpoints. */
const LONGEST = 32 * 1024 * 1024;

/** NaN too, which `v.number()` refuses. */
const number = v.custom<number>((value) => typeof value === 'number');
const numbers = v.array(number);
const components = v.looseObject({ explained: numbers, nullExplained: numbers });
const eigenvalue = v.looseObject({ value: number, residual: number });

const schema = v.looseObject({
  surface: v.optional(
    v.looseObject({
      ev: v.optional(number),
      laplacian: v.optional(number),
      minima: v.optional(number),
    }),
  ),
  trajectory: v.optional(
    v.looseObject({
      uncentred: components,
      centred: components,
      angles: v.looseObject({
        /** |cos| of each step with the gradient of the loss, and of what is minimised. */
        loss: numbers,
        regularised: numbers,
        mean: v.object({ loss: number, regularised: number }),
      }),
    }),
  ),
  curvature: v.optional(
    v.looseObject({
      spectrum: v.looseObject({ largest: v.array(eigenvalue), smallest: v.array(eigenvalue) }),
    }),
  ),
  flow: v.optional(v.array(v.looseObject({ step: number, decades: number }))),
});

/** An analysis as it is read back: plain numbers and lists. */
export type RecordedAnalysis = v.InferOutput<typeof schema>;

/** Fields that hold vectors of the network's size, or that a run file holds as tensors. */
const LEFT_OUT = new Set(['origin', 'directions', 'vector', 'onPlane']);

export function analysisText(analysis: Analysis): string {
  return JSON.stringify(analysis, (key, value: unknown) => {
    if (LEFT_OUT.has(key)) return undefined;
    return ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
  });
}

/** @throws InputError when the text is no such analysis. */
export function analysisOf(text: string): RecordedAnalysis {
  try {
    if (text.length <= LONGEST) {
      const value: unknown = JSON.parse(text, (_, inner: unknown) => inner ?? Number.NaN);
      return v.parse(schema, value);
    }
  } catch {}
  throw new InputError('This run file is damaged: its “analysis” is not one.');
}
