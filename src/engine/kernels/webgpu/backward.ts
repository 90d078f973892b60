import { headPlace, hiddenPlace } from './padded';
import { carriedAt, gradientAt, productAt, type TrainProgram } from './train-memory';
import { each, float, masked } from './wgsl';

/*
 * The backward half of a training step. `gradient` holds ∂L/∂ a layer's output and then, in place,
 * ∂L/∂ its norm's output; `product` ∂L/∂ its matrix product; `carried` what a skip connection takes
 * past the block. Every parameter is stepped as soon as its gradient is complete and its old value
 * no longer needed.
 */

export function backwardFunctions(program: TrainProgram): string {
  const { network, memory } = program;
  const { spec, hidden, width, inputs } = network;
  const layer = width * program.attrs.batch;
  const source = (l: string) => `${memory.outputs}u + (${l}) * ${layer}u`;
  return [
    throughActivation(program),
    spec.norm === 'batch' ? throughBatchNorm(program) : '',
    spec.norm === 'layer' ? throughLayerNorm(program) : '',
    spec.norm === 'none' ? throughNothing(program) : '',
    inputGradient(program, 'head', network.classes),
    inputGradient(program, 'dense', width),
    weightGradient(program, 'stem', inputs, width),
    weightGradient(program, 'dense', width, width),
    weightGradient(program, 'head', width, network.classes),
    `
fn backward() {
  headInputGradient(${hidden}u, ${headPlace(network)}u);
  barrier();
  headWeights(${headPlace(network)}u, ${source(`${hidden - 1}u`)});
  barrier();
  for (var l = ${hidden - 1}u; l > 0u; l--) {
    let weights = ${hiddenPlace(network, 'l')};
    throughNorm(l, weights + ${4 * width * width + width}u);
    barrier();
    denseInputGradient(l, weights);
    barrier();
    denseWeights(weights, ${source('l - 1u')});
    barrier();
  }
  throughNorm(0u, ${4 * inputs * width + width}u);
  barrier();
  stemWeights(0u, 0u);
  barrier();
}`,
  ].join('\n');
}

/** `open(l, at)`: ∂L/∂ the branch of layer l before φ, from ∂L/∂ its output; keeps what is carried. */
function throughActivation({ network, attrs, memory }: TrainProgram): string {
  const { spec, width } = network;
  const layer = width * attrs.batch;
  const scale = spec.branchScale;
  return `
fn open(l: u32, at: u32) -> vec4f {
  let g = ${gradientAt(memory, 'at')} * slope(scratch[base + ${memory.outputs}u + l * ${layer}u + at]);
  ${
    spec.skip
      ? `if (l > 0u && l % 2u == 0u) {
    ${carriedAt(memory, 'at')} = g;
    return g${scale === 1 ? '' : ` * ${float(scale)}`};
  }`
      : ''
  }
  return g;
}`;
}

function throughNothing({ network, attrs, memory }: TrainProgram): string {
  return `
fn throughNorm(l: u32, affine: u32) {
  for (var at = lane; at < ${network.width * attrs.batch}u; at += THREADS) {
    ${productAt(memory, 'at')} = open(l, at);
  }
}`;
}

/**
 * Sums of g and of g·n over the samples, for every channel: the gradients of shift and scale.
 * `open` says what is done to g on the way; `finish` gets \`shift\` and \`scale\`.
 */
function channelSums(
  { network, attrs, shape, memory }: TrainProgram,
  g: string,
  finish: string,
): string {
  const { width } = network;
  const { batch } = attrs;
  const layer = width * batch;
  const parts = shape.channelParts;
  const sums = `
    var shift = vec4f();
    var scale = vec4f();
    for (var s = part; s < ${batch}u; s += ${parts}u) {
      let at = o * ${batch}u + s;
      let g = ${g};
      shift += g;
      scale = fma(g, scratch[base + ${memory.normalised}u + l * ${layer}u + at], scale);
    }`;
  if (parts === 1) {
    return `
  for (var o = lane; o < ${width}u; o += THREADS) {
    const part = 0u;
    ${sums}
    ${finish}
  }`;
  }
  return `
  for (var t = lane; t < ${width * parts}u; t += THREADS) {
    let o = t / ${parts}u;
    let part = t % ${parts}u;
    ${sums}
    pieces[2u * t] = shift;
    pieces[2u * t + 1u] = scale;
  }
  barrier();
  for (var o = lane; o < ${width}u; o += THREADS) {
    var shift = vec4f();
    var scale = vec4f();
    for (var part = 0u; part < ${parts}u; part++) {
      shift += pieces[2u * (o * ${parts}u + part)];
      scale += pieces[2u * (o * ${parts}u + part) + 1u];
    }
    ${finish}
  }`;
}

/** ∂L/∂z = γ/σ · (g − mean g − n · mean(g·n)), means over the samples (Ioffe & Szegedy 2015). */
function throughBatchNorm(program: TrainProgram): string {
  const { network, attrs, memory } = program;
  const { width } = network;
  const { batch } = attrs;
  const layer = width * batch;
  return `
fn openAndKeep(l: u32, at: u32) -> vec4f {
  let g = open(l, at);
  ${gradientAt(memory, 'at')} = g;
  return g;
}

fn throughNorm(l: u32, affine: u32) {
  ${channelSums(
    program,
    'openAndKeep(l, at)',
    `channel[o] = shift / ${batch}.0;
    channel[${width}u + o] = scale / ${batch}.0;
    channel[${2 * width}u + o] = state[stateBase + affine + o] * scratch[base + ${memory.spreads}u + l * ${width}u + o];
    update(affine + o, scale);
    update(affine + ${width}u + o, shift);`,
  )}
  barrier();
  for (var at = lane; at < ${layer}u; at += THREADS) {
    let o = at / ${batch}u;
    let n = scratch[base + ${memory.normalised}u + l * ${layer}u + at];
    ${productAt(memory, 'at')} = channel[${2 * width}u + o] *
      (${gradientAt(memory, 'at')} - channel[o] - n * channel[${width}u + o]);
  }
}`;
}

/** The same with means over the channels of a sample, of γ·g (Ba et al. 2016). */
function throughLayerNorm(program: TrainProgram): string {
  const { network, attrs, memory } = program;
  const { width, spec } = network;
  const { batch } = attrs;
  const layer = width * batch;
  const at = `o * ${batch}u + s`;
  const over = (body: string) => `for (var o = 0u; o < ${width}u; o++) { ${body} }`;
  const n = `scratch[base + ${memory.normalised}u + l * ${layer}u + ${at}]`;
  return `
fn throughNorm(l: u32, affine: u32) {
  for (var s = lane; s < ${batch}u; s += THREADS) {
    var sum = vec4f();
    var along = vec4f();
    ${over(`
      let g = open(l, ${at});
      ${gradientAt(memory, at)} = g;
      let d = g * state[stateBase + affine + o];
      sum += d;
      along = fma(d, ${n}, along);`)}
    let mean = dot(sum, vec4f(1.0)) / ${spec.width}.0;
    let slope_ = dot(along, vec4f(1.0)) / ${spec.width}.0;
    let spread = scratch[base + ${memory.spreads}u + l * ${batch}u + s].x;
    ${over(`
      let d = ${gradientAt(memory, at)} * state[stateBase + affine + o];
      ${productAt(memory, at)} = ${masked(spec.width, 'o', `spread * (d - mean - ${n} * slope_)`)};`)}
  }
  barrier();
  ${channelSums(
    program,
    gradientAt(memory, 'at'),
    `update(affine + o, scale);
    update(affine + ${width}u + o, shift);`,
  )}
}`;
}

/** ∂L/∂h = ∂L/∂z · Wᵀ, and what the skip connection carried where a block begins. */
function inputGradient(
  { network, attrs, shape, memory }: TrainProgram,
  name: string,
  outputs: number,
): string {
  const { width, spec } = network;
  const { batch } = attrs;
  const { tile } = shape;
  const tiles = Math.ceil(batch / tile);
  const even = batch % tile === 0;
  return `
fn ${name}InputGradient(l: u32, weights: u32) {
  for (var t = lane; t < ${tiles * width}u; t += THREADS) {
    let i = t / ${tiles}u;
    let first = t % ${tiles}u;
    ${each(tile, (j) => {
      const sample = `first + ${j * tiles}u`;
      return `let s${j} = ${even ? sample : `min(${sample}, ${batch - 1}u)`};
    var g${j} = vec4f();`;
    })}
    for (var o = 0u; o < ${outputs}u; o++) {
      let at = stateBase + weights + i * ${4 * outputs}u + o;
      ${each(4, (c) => `let w${c} = state[at + ${c * outputs}u];`)}
      ${each(
        tile,
        (j) => `{ let d = ${productAt(memory, `o * ${batch}u + s${j}`)};
      g${j} += vec4f(dot(d, w0), dot(d, w1), dot(d, w2), dot(d, w3)); }`,
      )}
    }
    ${each(tile, (j) => {
      const at = `i * ${batch}u + s${j}`;
      const carried =
        spec.skip && name === 'dense'
          ? `if (l % 2u == 1u) { g${j} += ${carriedAt(memory, at)}; }`
          : '';
      const store = `${carried} ${gradientAt(memory, at)} = g${j};`;
      return even ? store : `if (first + ${j * tiles}u < ${batch}u) { ${store} }`;
    })}
  }
}`;
}

/**
 * ∂L/∂W = hᵀ · ∂L/∂z in blocks of 4×4, and the step of kernel and bias. A bias that a batch norm
 * follows has gradient 0 (network/layout, inertBiases).
 */
function weightGradient(
  { network, attrs, shape, samples, memory }: TrainProgram,
  name: 'stem' | 'dense' | 'head',
  inputs: number,
  outputs: number,
): string {
  const { batch } = attrs;
  const parts = shape.weightParts[name === 'dense' ? 'hidden' : name];
  const blocks = inputs * outputs;
  const input =
    name === 'stem'
      ? `x[i * ${samples}u + u32(order[orderBase + s])]`
      : `scratch[base + source + i * ${batch}u + s]`;
  const sums = `
    let i = b / ${outputs}u;
    let o = b % ${outputs}u;
    ${each(4, (c) => `var g${c} = vec4f();`)}
    for (var s = part; s < ${batch}u; s += ${parts}u) {
      let h = ${input};
      let d = ${productAt(memory, `o * ${batch}u + s`)};
      ${each(4, (c) => `g${c} = fma(vec4f(h[${c}]), d, g${c});`)}
    }`;
  const kernel =
    parts === 1
      ? `
  for (var b = lane; b < ${blocks}u; b += THREADS) {
    const part = 0u;
    ${sums}
    var g = array<vec4f, 4>(g0, g1, g2, g3);
    for (var c = 0u; c < 4u; c++) { update(weights + (4u * i + c) * ${outputs}u + o, g[c]); }
  }`
      : `
  for (var t = lane; t < ${blocks * parts}u; t += THREADS) {
    let b = t / ${parts}u;
    let part = t % ${parts}u;
    ${sums}
    ${each(4, (c) => `pieces[4u * t + ${c}u] = g${c};`)}
  }
  barrier();
  for (var t = lane; t < ${4 * blocks}u; t += THREADS) {
    let b = t / 4u;
    var g = vec4f();
    for (var part = 0u; part < ${parts}u; part++) { g += pieces[4u * (b * ${parts}u + part) + t % 4u]; }
    update(weights + (4u * (b / ${outputs}u) + t % 4u) * ${outputs}u + b % ${outputs}u, g);
  }`;
  const inert = network.spec.norm === 'batch' && name !== 'head';
  return `
fn ${name}Weights(weights: u32, source: u32) {
  ${kernel}
  for (var o = lane; o < ${outputs}u; o += THREADS) {
    var g = vec4f();
    ${
      inert
        ? ''
        : `for (var s = 0u; s < ${batch}u; s++) { g += ${productAt(memory, `o * ${batch}u + s`)}; }`
    }
    update(weights + ${4 * blocks}u + o, g);
  }
}`;
}
