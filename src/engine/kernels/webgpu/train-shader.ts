import { NORM_EPSILON } from '../../network/spec';
import { RUNNING_MOMENTUM } from '../contract';
import { backwardFunctions } from './backward';
import { headPlace, hiddenPlace } from './padded';
import { productAt, type TrainProgram } from './train-memory';
import { beginStep, hyperFunctions, updateFunction } from './update';
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

/**
 * WGSL of k training steps: one workgroup trains one replica, forward, backward and update, and
 * goes on to the next step without leaving the GPU.
 */
export function trainShader(program: TrainProgram): string {
  const { network, shape, attrs, memory } = program;
  return [
    `
@group(0) @binding(0) var<storage, read_write> state: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> scratch: array<vec4f>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read> labels: array<i32>;
@group(0) @binding(4) var<storage, read> order: array<i32>;
@group(0) @binding(5) var<storage, read> rates: array<f32>;
@group(0) @binding(6) var<storage, read> hyper: array<f32>;
@group(0) @binding(7) var<storage, read_write> losses: array<f32>;
struct Range { firstReplica: u32, begin: u32, end: u32, steps: u32, taken: u32, nan: u32 }
@group(0) @binding(8) var<uniform> range: Range;

var<private> stateBase: u32;
var<private> base: u32;
/** Where this step's samples stand in \`order\`. */
var<private> orderBase: u32;
var<workgroup> channel: array<vec4f, ${3 * network.width}>;
${memory.nearSize > 0 ? `var<workgroup> near: array<vec4f, ${memory.nearSize}>;` : ''}`,
    prelude(shape),
    activationFunctions(network.spec),
    CHECK_LOGIT,
    hyperFunctions(),
    updateFunction(attrs.optimiser, network.size),
    forwardFunctions(program),
    lossFunction(program),
    backwardFunctions(program),
    `
@compute @workgroup_size(${shape.threads})
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  lane = index;
  let replica = range.firstReplica + group.x;
  stateBase = replica * ${memory.stateSize}u;
  base = group.x * ${memory.scratchSize}u;
  readHyper(replica);
  for (var step = range.begin; step < range.end; step++) {
    broken = false;
    orderBase = (replica * range.steps + step) * ${attrs.batch}u;
    rate = rates[replica * range.steps + step];
    ${beginStep(attrs.optimiser, 'f32(range.taken + step + 1u)')}
    forward();
    let loss = measure();
    if (lane == 0u) { losses[replica * range.steps + step] = loss; }
    backward();
  }
}`,
  ].join('\n');
}

function forwardFunctions(program: TrainProgram) {
  const { network, shape, attrs, samples, memory } = program;
  const { spec, width, classes, inputs, hidden } = network;
  const { batch } = attrs;
  const layer = width * batch;
  const state = (place: string) => `state[stateBase + ${place}]`;
  const scratch = (place: string) => `scratch[base + ${place}]`;
  const shared = {
    samples: batch,
    tile: shape.tile,
  };
  const finishOf = (l: string) => (o: string, s: string, z: string) =>
    spec.norm === 'none'
      ? `settle(${l}, ${o} * ${batch}u + ${s}, ${z});`
      : `${productAt(memory, `${o} * ${batch}u + ${s}`)} = ${z};`;
  const branch = spec.branchScale === 1 ? 'y' : `${float(spec.branchScale)} * y`;
  const settle = `
/** Closes layer l: adds the block's input, and applies φ. \`at\`: channel and sample. */
fn settle(l: u32, at: u32, y: vec4f) {
  var v = y;
  ${
    spec.skip
      ? `if (l > 0u && l % 2u == 0u) { v = ${scratch(`${memory.outputs}u + (l - 2u) * ${layer}u + at`)} + ${branch}; }`
      : ''
  }
  ${scratch(`${memory.outputs}u + l * ${layer}u + at`)} = activate(v);
}`;
  return [
    settle,
    denseFunction({
      ...shared,
      name: 'stem',
      parameters: '',
      inputs,
      outputs: width,
      weight: state,
      locate: (j, s) => `let n${j} = u32(order[orderBase + ${s}]);`,
      input: (i, j) => `x[${i} * ${samples}u + n${j}]`,
      finish: finishOf('0u'),
    }),
    denseFunction({
      ...shared,
      name: 'dense',
      parameters: 'l: u32, weights: u32, source: u32',
      inputs: width,
      outputs: width,
      weight: (index) => state(`weights + ${index}`),
      input: (i, _, s) => scratch(`source + ${i} * ${batch}u + ${s}`),
      finish: finishOf('l'),
    }),
    denseFunction({
      ...shared,
      name: 'head',
      parameters: '',
      inputs: width,
      outputs: classes,
      weight: (index) => state(`${headPlace(network)}u + ${index}`),
      input: (i, _, s) =>
        scratch(`${memory.outputs + (hidden - 1) * layer}u + ${i} * ${batch}u + ${s}`),
      finish: (o, s, z) =>
        `checkLogit(${z}); ${productAt(memory, `${o} * ${batch}u + ${s}`)} = ${z};`,
    }),
    spec.norm === 'batch' ? batchNorm(program) : '',
    spec.norm === 'layer' ? layerNorm(program) : '',
    `
fn forward() {
  stem();
  barrier();
  ${spec.norm === 'none' ? '' : `normalise(0u, ${4 * inputs * width + width}u); barrier();`}
  for (var l = 1u; l < ${hidden}u; l++) {
    let weights = ${hiddenPlace(network, 'l')};
    dense(l, weights, ${memory.outputs}u + (l - 1u) * ${layer}u);
    barrier();
    ${spec.norm === 'none' ? '' : `normalise(l, weights + ${4 * width * width + width}u); barrier();`}
  }
  head();
  barrier();
}`,
  ].join('\n');
}

/** `normalise(l, affine)`: the matrix product becomes the layer's output; scale, shift at affine. */
function batchNorm({ network, shape, attrs, memory }: TrainProgram): string {
  const { batch } = attrs;
  const { width } = network;
  const layer = width * batch;
  const product = (o: string, s: string) => productAt(memory, `${o} * ${batch}u + ${s}`);
  const running = (place: string, value: string) => {
    const at = `state[stateBase + ${memory.statistics}u + ${place}]`;
    return `${at} = mix(${at}, ${value}, ${RUNNING_MOMENTUM});`;
  };
  return `${momentsFunction({
    name: 'moments',
    parameters: 'l: u32',
    width,
    samples: batch,
    parts: shape.channelParts,
    value: product,
    finish: (o) => `
    let spread = 1.0 / sqrt(squares / ${batch}.0 + ${NORM_EPSILON});
    channel[${o}] = mean;
    channel[${width}u + ${o}] = spread;
    scratch[base + ${memory.spreads}u + l * ${width}u + ${o}] = spread;
    ${running(`2u * l * ${width}u + ${o}`, 'mean')}
    ${running(`(2u * l + 1u) * ${width}u + ${o}`, `squares / ${Math.max(1, batch - 1)}.0`)}`,
  })}

fn normalise(l: u32, affine: u32) {
  moments(l);
  barrier();
  for (var at = lane; at < ${layer}u; at += THREADS) {
    let o = at / ${batch}u;
    let normal = (${productAt(memory, 'at')} - channel[o]) * channel[${width}u + o];
    scratch[base + ${memory.normalised}u + l * ${layer}u + at] = normal;
    settle(l, at, fma(normal, state[stateBase + affine + o], state[stateBase + affine + ${width}u + o]));
  }
}`;
}

/** The same where the mean is taken over the channels of a sample. */
function layerNorm({ network, attrs, memory }: TrainProgram): string {
  const { batch } = attrs;
  const { width, spec } = network;
  const layer = width * batch;
  const at = (o: string) => `${o} * ${batch}u + s`;
  const product = (o: string) => productAt(memory, at(o));
  const over = (body: string) => `for (var o = 0u; o < ${width}u; o++) { ${body} }`;
  return `
fn normalise(l: u32, affine: u32) {
  for (var s = lane; s < ${batch}u; s += THREADS) {
    var sum = vec4f();
    ${over(`sum += ${product('o')};`)}
    let mean = dot(sum, vec4f(1.0)) / ${spec.width}.0;
    var squares = vec4f();
    ${over(`let d = ${masked(spec.width, 'o', `${product('o')} - mean`)}; squares = fma(d, d, squares);`)}
    let spread = 1.0 / sqrt(dot(squares, vec4f(1.0)) / ${spec.width}.0 + ${NORM_EPSILON});
    scratch[base + ${memory.spreads}u + l * ${batch}u + s] = vec4f(spread);
    ${over(`
      let normal = ${masked(spec.width, 'o', `(${product('o')} - mean) * spread`)};
      scratch[base + ${memory.normalised}u + l * ${layer}u + ${at('o')}] = normal;
      settle(l, ${at('o')}, fma(normal, state[stateBase + affine + o], state[stateBase + affine + ${width}u + o]));`)}
  }
}`;
}

/** `measure()`: the mean loss of the batch, in lane 0; the logits become ∂L/∂logits. */
function lossFunction({ network, attrs, memory }: TrainProgram): string {
  const { classes, spec } = network;
  const { batch } = attrs;
  const logit = (o: string) => productAt(memory, `${o} * ${batch}u + s`);
  return `
fn measure() -> f32 {
  var sum = 0.0;
  for (var s = lane; s < ${batch}u; s += THREADS) {
    let label = u32(labels[u32(order[orderBase + s])]);
    ${crossEntropyOf(spec.classes, logit)}
    sum += loss;
    let scale = 1.0 / ((1.0 + rest) * ${batch}.0);
    for (var o = 0u; o < ${classes}u; o++) {
      let share = exp(${logit('o')} - top) * scale;
      let target_ = select(vec4f(), vec4f(1.0 / ${batch}.0), vec4u(4u * o) + vec4u(0u, 1u, 2u, 3u) == vec4u(label));
      ${logit('o')} = ${masked(spec.classes, 'o', 'share - target_')};
    }
  }
  pieces[lane] = vec4f(sum, select(0.0, 1.0, broken), 0.0, 0.0);
  barrier();
  var total = vec4f();
  if (lane == 0u) {
    for (var t = 0u; t < THREADS; t++) { total += pieces[t]; }
  }
  barrier();
  return select(total.x / ${batch}.0, bitcast<f32>(range.nan), total.y > 0.0);
}`;
}
