import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Gpu } from './gpu';
import type { PaddedNetwork } from './padded';

/*
 * Between tfjs' flat vectors and the kernels' padded ones, and from samples to fours of channels.
 */

const THREADS = 64;

const moveShader = (toPadded: boolean) => `
@group(0) @binding(0) var<storage, read_write> padded: array<f32>;
@group(0) @binding(1) var<storage, read${toPadded ? '' : '_write'}> flat: array<f32>;
@group(0) @binding(2) var<storage, read> map: array<u32>;
struct Plan { rows: u32, length: u32, flatPitch: u32, flatStart: u32, paddedPitch: u32, paddedStart: u32, threads: u32 }
@group(0) @binding(3) var<uniform> plan: Plan;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var t = id.x; t < plan.rows * plan.length; t += plan.threads) {
    let row = t / plan.length;
    let p = t % plan.length;
    let here = row * plan.flatPitch + plan.flatStart + p;
    let there = row * plan.paddedPitch + plan.paddedStart + map[p];
    ${toPadded ? 'padded[there] = flat[here];' : 'flat[here] = padded[there];'}
  }
}`;

export interface Rows {
  /** Numbers of the map used, each row. */
  readonly length: number;
  readonly rows: number;
  /** Numbers from row to row, and before the first. */
  readonly flatPitch: number;
  readonly flatStart: number;
  readonly paddedPitch: number;
  readonly paddedStart: number;
}

/** Queues a move of rows of numbers, each by the same map of places. */
export function moveRows(
  gpu: Gpu,
  direction: 'to padded' | 'to flat',
  padded: GPUBuffer,
  flat: GPUBuffer,
  map: GPUBuffer,
  { rows, length, flatPitch, flatStart, paddedPitch, paddedStart }: Rows,
) {
  if (rows * length === 0) return;
  const groups = Math.min(1024, Math.ceil((rows * length) / THREADS));
  const uniforms = [rows, length, flatPitch, flatStart, paddedPitch, paddedStart, groups * THREADS];
  const code = moveShader(direction === 'to padded');
  gpu.dispatch(code, [padded, flat, map], uniforms, groups);
}

const samplesShader = `
@group(0) @binding(0) var<storage, read_write> fours: array<vec4f>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
struct Plan { samples: u32, inputs: u32, size: u32, threads: u32 }
@group(0) @binding(2) var<uniform> plan: Plan;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var t = id.x; t < plan.size; t += plan.threads) {
    let s = t % plan.samples;
    var four = vec4f();
    for (var c = 0u; c < 4u; c++) {
      let i = 4u * (t / plan.samples) + c;
      if (i < plan.inputs) { four[c] = x[s * plan.inputs + i]; }
    }
    fours[t] = four;
  }
}`;

/** Samples [N, D] as [⌈D/4⌉][N] of vec4f. */
export function samplesInFours(gpu: Gpu, network: PaddedNetwork, x: TensorInfo): GPUBuffer {
  const samples = x.shape[0]!;
  const size = network.inputs * samples;
  const fours = gpu.temporary(16 * size);
  const groups = Math.min(1024, Math.ceil(size / THREADS));
  const uniforms = [samples, network.spec.inputs, size, groups * THREADS];
  gpu.dispatch(samplesShader, [fours, gpu.bufferOf(x)], uniforms, groups);
  return fours;
}

/** The maps of a network, on the device. */
export function mapsOf(gpu: Gpu, { spec, parameterMap, statisticsMap }: PaddedNetwork) {
  const key = JSON.stringify(spec);
  return {
    parameters: gpu.kept(`parameters ${key}`, parameterMap),
    statistics: gpu.kept(`statistics ${key}`, statisticsMap),
  };
}
