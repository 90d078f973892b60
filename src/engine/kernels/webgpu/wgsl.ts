import type { MlpSpec } from '../../network/spec';
import type { WorkgroupShape } from './shape';

/*
 * Pieces of WGSL that both programs share. The generated code knows every size as a constant, so
 * loops have constant bounds and index arithmetic folds. Arrays of activations are
 * [channels / 4][samples] of vec4f: neighbouring invocations take neighbouring samples.
 */

/** `line` for 0 … count − 1. */
export function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

/** A number as WGSL writes it. */
export function float(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Which of the last four channels are real: `vec4<bool>(true, true, false, false)`. */
function maskOf(channels: number): string {
  const rest = channels % 4 || 4;
  return `vec4<bool>(${[0, 1, 2, 3].map((c) => c < rest).join(', ')})`;
}

/** Keeps the channels that only fill up the last four at 0, whatever else came of them. */
export function masked(channels: number, o: string, value: string): string {
  if (channels % 4 === 0) return value;
  const last = Math.ceil(channels / 4) - 1;
  return `select(vec4f(), ${value}, ${maskOf(channels)} | vec4<bool>(${o} != ${last}u))`;
}

/** Declarations every program needs: its invocation, barriers, and what is not a finite number. */
export function prelude(shape: WorkgroupShape): string {
  return `
const THREADS = ${shape.threads}u;
var<private> lane: u32;
/** Something left the finite numbers; WGSL's own min, max and select may lose it. */
var<private> broken: bool;
var<workgroup> pieces: array<vec4f, ${shape.sharedSize}>;

fn barrier() {
  storageBarrier();
  workgroupBarrier();
}`;
}

/**
 * φ of a pre-activation, and its derivative from φ's value. The bits are looked at because a
 * compiler may take for granted that there are no NaNs. −∞ before a relu is 0 like any negative.
 */
export function activationFunctions({ activation }: MlpSpec): string {
  if (activation === 'relu') {
    return `
fn activate(v: vec4f) -> vec4f {
  let bits = bitcast<vec4u>(v);
  if (any(((bits & vec4u(0x7fffffffu)) > vec4u(0x7f800000u)) | (bits == vec4u(0x7f800000u)))) { broken = true; }
  return select(v, vec4f(), v < vec4f());
}
fn slope(a: vec4f) -> vec4f { return select(vec4f(), vec4f(1.0), a > vec4f()); }`;
  }
  return `
fn activate(v: vec4f) -> vec4f {
  if (any((bitcast<vec4u>(v) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u))) { broken = true; }
  // Beyond 15 the float is 1; some implementations overflow on the way.
  return tanh(clamp(v, vec4f(-15.0), vec4f(15.0)));
}
fn slope(a: vec4f) -> vec4f { return vec4f(1.0) - a * a; }`;
}

export interface DenseOptions {
  readonly name: string;
  /** The function's parameters, WGSL. */
  readonly parameters: string;
  /** Fours of channels. */
  readonly inputs: number;
  readonly outputs: number;
  readonly samples: number;
  readonly tile: number;
  /** The layer's vec4f at an index: its kernel, then its bias. */
  readonly weight: (index: string) => string;
  /** Once a sample: what finding its inputs needs. `s` is its index. */
  readonly locate?: (j: number, s: string) => string;
  /** Input four `i` of sample number j, which is `s`. */
  readonly input: (i: string, j: number, s: string) => string;
  /** What is done with output four `o` of sample `s`. */
  readonly finish: (o: string, s: string, z: string) => string;
}

/** z = x·W + b for all samples: tiles of `tile` samples by four outputs, held in registers. */
export function denseFunction(options: DenseOptions): string {
  const { name, parameters, inputs, outputs, samples, tile, weight, input, finish } = options;
  const tiles = Math.ceil(samples / tile);
  const even = samples % tile === 0;
  const bias = 4 * inputs * outputs;
  return `
fn ${name}(${parameters}) {
  for (var t = lane; t < ${tiles * outputs}u; t += THREADS) {
    let o = t / ${tiles}u;
    let first = t % ${tiles}u;
    ${each(tile, (j) => {
      const sample = `first + ${j * tiles}u`;
      return `let s${j} = ${even ? sample : `min(${sample}, ${samples - 1}u)`};
    ${options.locate?.(j, `s${j}`) ?? ''}`;
    })}
    ${each(tile, (j) => `var z${j} = ${weight(`${bias}u + o`)};`)}
    for (var i = 0u; i < ${inputs}u; i++) {
      ${each(tile, (j) => `let x${j} = ${input('i', j, `s${j}`)};`)}
      let row = i * ${4 * outputs}u + o;
      ${each(4, (c) => {
        const w = weight(`row + ${c * outputs}u`);
        return `let w${c} = ${w};
      ${each(tile, (j) => `z${j} = fma(vec4f(x${j}[${c}]), w${c}, z${j});`)}`;
      })}
    }
    ${each(tile, (j) => {
      const store = finish('o', `s${j}`, `z${j}`);
      return even ? store : `if (first + ${j * tiles}u < ${samples}u) { ${store} }`;
    })}
  }
}`;
}

export interface MomentsOptions {
  readonly name: string;
  readonly parameters: string;
  /** Fours of channels. */
  readonly width: number;
  readonly samples: number;
  readonly parts: number;
  readonly value: (o: string, s: string) => string;
  /** What is done with a four's `mean` and `squares`, the sum of squared deviations. */
  readonly finish: (o: string) => string;
}

/**
 * Mean and squared deviations of every channel over the samples, in two passes over each piece;
 * pieces are joined as in Chan, Golub and LeVeque (1979). Ends without a barrier.
 */
export function momentsFunction(options: MomentsOptions): string {
  const { name, parameters, width, samples, parts, value, finish } = options;
  const loop = (body: string) => `for (var s = part; s < ${samples}u; s += ${parts}u) { ${body} }`;
  const count = `f32((${samples}u - part + ${parts - 1}u) / ${parts}u)`;
  const piece = `
    var mean = vec4f();
    ${loop(`mean += ${value('o', 's')};`)}
    mean /= ${count};
    var squares = vec4f();
    ${loop(`let d = ${value('o', 's')} - mean; squares = fma(d, d, squares);`)}`;
  if (parts === 1) {
    return `
fn ${name}(${parameters}) {
  for (var o = lane; o < ${width}u; o += THREADS) {
    const part = 0u;
    ${piece}
    ${finish('o')}
  }
}`;
  }
  return `
fn ${name}(${parameters}) {
  for (var t = lane; t < ${width * parts}u; t += THREADS) {
    let o = t / ${parts}u;
    let part = t % ${parts}u;
    ${piece}
    pieces[2u * t] = mean;
    pieces[2u * t + 1u] = squares;
  }
  barrier();
  for (var o = lane; o < ${width}u; o += THREADS) {
    var total = 0.0;
    var mean = vec4f();
    var squares = vec4f();
    for (var part = 0u; part < ${parts}u; part++) {
      let n = ${count};
      let gap = pieces[2u * (o * ${parts}u + part)] - mean;
      let share = n / (total + n);
      squares += pieces[2u * (o * ${parts}u + part) + 1u] + gap * gap * (total * share);
      mean += gap * share;
      total += n;
    }
    ${finish('o')}
  }
}`;
}

/**
 * Cross-entropy of one sample from its logits, with the sum of all exponentials but the largest
 * kept apart, so that small losses keep their digits. Declares `top`, `best` (first of equals),
 * `rest` and `loss`, given `label`.
 */
export function crossEntropyOf(classes: number, logit: (o: string) => string): string {
  const fours = Math.ceil(classes / 4);
  const rest = classes % 4 || 4;
  // The classes of the last four that are real; of all others every one.
  const overClasses = (line: (c: number) => string) =>
    `for (var o = 0u; o < ${fours}u; o++) {
      let l = ${logit('o')};
      ${each(4, (c) => (c < rest ? line(c) : `if (o != ${fours - 1}u) { ${line(c)} }`))}
    }`;
  return `
    var top = ${logit('0u')}.x;
    var best = 0u;
    var own = 0.0;
    ${overClasses(
      (c) => `if (l[${c}] > top) { top = l[${c}]; best = 4u * o + ${c}u; }
      if (4u * o + ${c}u == label) { own = l[${c}]; }`,
    )}
    var rest = 0.0;
    ${overClasses((c) => `if (4u * o + ${c}u != best) { rest += exp(l[${c}] - top); }`)}
    // log(1 + rest), by its series where 1 + rest would round rest away.
    let series = rest * (1.0 - rest * (0.5 - rest * (1.0 / 3.0 - 0.25 * rest)));
    let loss = select(log(1.0 + rest), series, rest < 0.03) + (top - own);`;
}

/** Whether a logit is not finite, by its bits. */
export const CHECK_LOGIT = `
fn checkLogit(v: vec4f) {
  if (any((bitcast<vec4u>(v) & vec4u(0x7f800000u)) == vec4u(0x7f800000u))) { broken = true; }
}`;
