import { NORM_EPSILON } from '../../network/spec';
import type { SliceLossesAttrs } from '../contract';
import { headPlace, hiddenPlace, type PaddedNetwork } from './padded';
import type { WorkgroupShape } from './shape';
import {
  activationFunctions,
  CHECK_LOGIT,
  crossEntropyOf,
  denseFunction,
  float,
  masked,
  momentsFunction,
  prelude,
} from './wgsl';

/** Everything the generated slice program depends on. */
export interface SliceProgram {
  readonly network: PaddedNetwork;
  readonly shape: WorkgroupShape;
  readonly statistics: SliceLossesAttrs['statistics'];
  readonly samples: number;
  /** K. */
  readonly dimensions: number;
  /** One layer's parameters lie in workgroup memory, or else in the scratch. */
  readonly weightsShared: boolean;
}

/** Where a point keeps things; places and sizes count vec4f. */
export interface SliceMemory {
  /** Of a replica: its centre, its directions, its running statistics. */
  readonly basisSize: number;
  /** A block's input; the outputs of its two layers (and the logits). */
  readonly block: number;
  readonly first: number;
  readonly second: number;
  /** One layer's parameters, if not in workgroup memory. */
  readonly weights: number;
  readonly scratchSize: number;
}

/** vec4f of the largest layer. */
export function largestLayer({ stemSize, hiddenSize, headSize, hidden }: PaddedNetwork): number {
  return Math.max(stemSize, headSize, hidden > 1 ? hiddenSize : 0);
}

export function sliceMemory({
  network,
  samples,
  dimensions,
  weightsShared,
}: Omit<SliceProgram, 'shape'>): SliceMemory {
  const layer = network.width * samples;
  const weights = 2 * layer + Math.max(network.width, network.classes) * samples;
  return {
    basisSize: (1 + dimensions) * network.size + network.statisticsSize,
    block: 0,
    first: layer,
    second: 2 * layer,
    weights,
    scratchSize: weights + (weightsShared ? 0 : largestLayer(network)),
  };
}

/**
 * WGSL of the losses at points of slices: one workgroup computes one point of one replica. It makes
 * θ + Σ points·directions layer by layer, just before the layer is applied to all samples.
 */
export function sliceShader(program: SliceProgram): string {
  const { network, shape, dimensions, samples, weightsShared } = program;
  const memory = sliceMemory(program);
  const largest = largestLayer(network);
  const offset = Array.from(
    { length: dimensions },
    (_, m) => ` + at[${m}] * basis[place + ${(m + 1) * network.size}u + p]`,
  ).join('');
  return [
    `
@group(0) @binding(0) var<storage, read> basis: array<vec4f>;
@group(0) @binding(1) var<storage, read> points: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read> labels: array<i32>;
@group(0) @binding(4) var<storage, read_write> scratch: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> losses: array<f32>;
@group(0) @binding(6) var<storage, read_write> accuracies: array<f32>;
struct Range { first: u32, points: u32, nan: u32 }
@group(0) @binding(7) var<uniform> range: Range;

var<private> base: u32;
var<private> basisBase: u32;
var<private> at: vec2f;
var<workgroup> channel: array<vec4f, ${2 * network.width}>;
${weightsShared ? `var<workgroup> weights: array<vec4f, ${largest}>;` : ''}`,
    prelude(shape),
    activationFunctions(network.spec),
    CHECK_LOGIT,
    `
/** The layer at \`from\`: its \`count\` vec4f of parameters at this point. */
fn materialise(from_: u32, count: u32) {
  let place = basisBase + from_;
  for (var p = lane; p < count; p += THREADS) {
    ${weightOf(program, memory, 'p')} = basis[place + p]${offset};
  }
}`,
    layerFunctions(program, memory),
    measureFunction(program, memory),
    `
@compute @workgroup_size(${shape.threads})
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  lane = index;
  broken = false;
  let target_ = range.first + group.x;
  let point = target_ % range.points;
  base = group.x * ${memory.scratchSize}u;
  basisBase = (target_ / range.points) * ${memory.basisSize}u;
  at = vec2f(points[point * ${dimensions}u], points[point * ${dimensions}u + ${dimensions - 1}u]);
  forward();
  let result = measure();
  if (lane == 0u) {
    losses[target_] = select(result.x / ${samples}.0, bitcast<f32>(range.nan), result.z > 0.0);
    accuracies[target_] = result.y / ${samples}.0;
  }
}`,
  ].join('\n');
}

function weightOf({ weightsShared }: SliceProgram, memory: SliceMemory, index: string): string {
  return weightsShared ? `weights[${index}]` : `scratch[base + ${memory.weights}u + ${index}]`;
}

function layerFunctions(program: SliceProgram, memory: SliceMemory): string {
  const { network, shape, samples, statistics } = program;
  const { spec, inputs, width, classes, hidden } = network;
  const weight = (index: string) => weightOf(program, memory, index);
  const frozen = spec.norm === 'batch' && statistics === 'frozen';
  // What needs no look at other samples or channels is done as soon as z is there.
  const direct = spec.norm === 'none' || frozen;
  const runningAt = (place: string) =>
    `basis[basisBase + ${(1 + program.dimensions) * network.size}u + ${place}]`;
  const affine = (normal: string, o: string) =>
    `fma(${normal}, ${weight(`affine + ${o}`)}, ${weight(`affine + ${width}u + ${o}`)})`;
  const finish = (o: string, s: string, z: string) => {
    const at = `${o} * ${samples}u + ${s}`;
    if (!direct) return `scratch[base + out + ${at}] = ${z};`;
    if (!frozen) return `settle(l, out, ${at}, ${z});`;
    const normal = `(${z} - ${runningAt(`2u * l * ${width}u + ${o}`)}) / sqrt(${runningAt(`(2u * l + 1u) * ${width}u + ${o}`)} + ${NORM_EPSILON})`;
    return `settle(l, out, ${at}, ${affine(normal, o)});`;
  };
  const parameters = 'l: u32, source: u32, out: u32, affine: u32';
  const shared = { samples, tile: shape.tile, weight };
  const branch = spec.branchScale === 1 ? 'y' : `${float(spec.branchScale)} * y`;
  const apply = (name: string, l: string, places: string, place: string, size: number) => `
  materialise(${place}, ${size}u);
  barrier();
  ${name}(${l}, ${places}, ${name === 'stem' ? 4 * inputs * width + width : 4 * width * width + width}u);
  barrier();`;
  const normalise = (l: string, out: string, affinePlace: number) =>
    direct ? '' : `normalise(${l}, ${out}, ${affinePlace}u); barrier();`;
  const hiddenAffine = 4 * width * width + width;
  return [
    `
/** Closes layer l, at a channel and sample; the second of a block writes over the block's input. */
fn settle(l: u32, out: u32, at: u32, y: vec4f) {
  if (l > 0u && l % 2u == 0u) {
    let v = ${spec.skip ? `scratch[base + ${memory.block}u + at] + ${branch}` : 'y'};
    scratch[base + ${memory.block}u + at] = activate(v);
  } else {
    scratch[base + out + at] = activate(y);
  }
}`,
    denseFunction({
      ...shared,
      name: 'stem',
      parameters,
      inputs,
      outputs: width,
      input: (i, _, s) => `x[${i} * ${samples}u + ${s}]`,
      finish,
    }),
    denseFunction({
      ...shared,
      name: 'dense',
      parameters,
      inputs: width,
      outputs: width,
      input: (i, _, s) => `scratch[base + source + ${i} * ${samples}u + ${s}]`,
      finish,
    }),
    denseFunction({
      ...shared,
      name: 'head',
      parameters: '',
      inputs: width,
      outputs: classes,
      input: (i, _, s) => `scratch[base + ${memory.block}u + ${i} * ${samples}u + ${s}]`,
      finish: (o, s, z) =>
        `checkLogit(${z}); scratch[base + ${memory.second}u + ${o} * ${samples}u + ${s}] = ${z};`,
    }),
    spec.norm === 'batch' && !frozen ? batchNorm(program, affine) : '',
    spec.norm === 'layer' ? layerNorm(program, affine) : '',
    `
fn forward() {
  ${apply('stem', '0u', `0u, ${memory.block}u`, '0u', network.stemSize)}
  ${normalise('0u', `${memory.block}u`, 4 * inputs * width + width)}
  for (var l = 1u; l < ${hidden}u; l++) {
    let source = select(${memory.first}u, ${memory.block}u, l % 2u == 1u);
    let out = select(${memory.second}u, ${memory.first}u, l % 2u == 1u);
    ${apply('dense', 'l', 'source, out', hiddenPlace(network, 'l'), network.hiddenSize)}
    ${normalise('l', 'out', hiddenAffine)}
  }
  materialise(${headPlace(network)}u, ${network.headSize}u);
  barrier();
  head();
  barrier();
}`,
  ].join('\n');
}

function batchNorm(
  { network, shape, samples }: SliceProgram,
  affine: (normal: string, o: string) => string,
): string {
  const { width } = network;
  return `${momentsFunction({
    name: 'moments',
    parameters: 'out: u32',
    width,
    samples,
    parts: shape.channelParts,
    value: (o, s) => `scratch[base + out + ${o} * ${samples}u + ${s}]`,
    finish: (o) => `
    channel[${o}] = mean;
    channel[${width}u + ${o}] = 1.0 / sqrt(squares / ${samples}.0 + ${NORM_EPSILON});`,
  })}

fn normalise(l: u32, out: u32, affine: u32) {
  moments(out);
  barrier();
  for (var at = lane; at < ${width * samples}u; at += THREADS) {
    let o = at / ${samples}u;
    let normal = (scratch[base + out + at] - channel[o]) * channel[${width}u + o];
    settle(l, out, at, ${affine('normal', 'o')});
  }
}`;
}

function layerNorm(
  { network, samples }: SliceProgram,
  affine: (normal: string, o: string) => string,
): string {
  const { width, spec } = network;
  const at = `o * ${samples}u + s`;
  const z = `scratch[base + out + ${at}]`;
  const over = (body: string) => `for (var o = 0u; o < ${width}u; o++) { ${body} }`;
  return `
fn normalise(l: u32, out: u32, affine: u32) {
  for (var s = lane; s < ${samples}u; s += THREADS) {
    var sum = vec4f();
    ${over(`sum += ${z};`)}
    let mean = dot(sum, vec4f(1.0)) / ${spec.width}.0;
    var squares = vec4f();
    ${over(`let d = ${masked(spec.width, 'o', `${z} - mean`)}; squares = fma(d, d, squares);`)}
    let spread = 1.0 / sqrt(dot(squares, vec4f(1.0)) / ${spec.width}.0 + ${NORM_EPSILON});
    ${over(`
      let normal = ${masked(spec.width, 'o', `(${z} - mean) * spread`)};
      settle(l, out, ${at}, ${affine('normal', 'o')});`)}
  }
}`;
}

/** `measure()`: sums over the samples of loss and hits, and whether anything was not finite. */
function measureFunction({ network, samples }: SliceProgram, memory: SliceMemory): string {
  return `
fn measure() -> vec4f {
  var sum = vec4f();
  for (var s = lane; s < ${samples}u; s += THREADS) {
    let label = u32(labels[s]);
    ${crossEntropyOf(network.spec.classes, (o) => `scratch[base + ${memory.second}u + ${o} * ${samples}u + s]`)}
    sum += vec4f(loss, select(0.0, 1.0, best == label), 0.0, 0.0);
  }
  sum.z = select(0.0, 1.0, broken);
  pieces[lane] = sum;
  barrier();
  var total = vec4f();
  if (lane == 0u) {
    for (var t = 0u; t < THREADS; t++) { total += pieces[t]; }
  }
  return total;
}`;
}
