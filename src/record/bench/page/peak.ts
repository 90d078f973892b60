/*
 * The attainable multiply-add peak: loops that do nothing else, many independent sums at once.
 */

/** What ../assembly/peak.ts compiles to: does `rounds` rounds, returns a value that depends on all. */
interface PeakModule {
  plain(rounds: number, factor: number, term: number): number;
  relaxed?(rounds: number, factor: number, term: number): number;
}

/** Sums × lanes × 2 operations in one round of the WebAssembly loops. */
const WASM_FLOP_A_ROUND = 12 * 4 * 2;

/**
 * @param modules WebAssembly binaries of the loop; those that this browser refuses are skipped.
 * @returns GFLOP/s of this thread, the best of the loops.
 */
export async function wasmPeak(modules: readonly Uint8Array<ArrayBuffer>[]): Promise<number> {
  let best = 0;
  for (const bytes of modules) {
    if (!WebAssembly.validate(bytes)) continue;
    const { instance } = await WebAssembly.instantiate(bytes, {});
    const { plain, relaxed } = instance.exports as unknown as PeakModule;
    for (const loop of [plain, relaxed]) {
      if (loop)
        best = Math.max(
          best,
          rateOf((n) => loop(n, 0.999, 0.001)),
        );
    }
  }
  return best;
}

function rateOf(loop: (rounds: number) => number): number {
  let best = 0;
  let rounds = 1e5;
  // Many short bursts: another program may have the core for any one of them.
  for (let burst = 0; burst < 32; burst++) {
    const started = performance.now();
    loop(rounds);
    const ms = performance.now() - started;
    // A browser's clock moves in steps of a tenth of a millisecond: short bursts tell nothing.
    if (ms < 20) rounds *= 2;
    else best = Math.max(best, (rounds * WASM_FLOP_A_ROUND) / (ms * 1e6));
  }
  return best;
}

const GPU_ROUNDS = 1024;
const GPU_SUMS = 8;
const GPU_THREADS = 64;

const SHADER = `
@group(0) @binding(0) var<storage, read_write> out: array<vec4f>;
@compute @workgroup_size(${GPU_THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  // Read from memory, so that no compiler knows them: 0.999 and 0.001.
  let a = out[0].xxxx + vec4f(0.999);
  let b = out[0].yyyy + vec4f(0.001);
  ${times(GPU_SUMS, (i) => `var s${i} = vec4f(f32(id.x) * ${i + 1}.0);`)}
  for (var n = 0u; n < ${GPU_ROUNDS}u; n++) {
    ${times(GPU_SUMS, (i) => `s${i} = fma(s${i}, a, b);`)}
  }
  out[1u + id.x] = ${Array.from({ length: GPU_SUMS }, (_, i) => `s${i}`).join(' + ')};
}`;

/** @returns GFLOP/s of the whole adapter behind a device. */
export async function gpuPeak(device: GPUDevice): Promise<number> {
  const module = device.createShaderModule({ code: SHADER });
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
  });
  let best = 0;
  for (let groups = 4; groups <= 16384; groups *= 4) {
    const threads = groups * GPU_THREADS;
    const buffer = device.createBuffer({ size: 16 * (1 + threads), usage: GPUBufferUsage.STORAGE });
    const bindGroup = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer } }],
    });
    let ms = 0;
    // The first dispatch of a pipeline may compile it.
    for (let repeat = 0; repeat < 3; repeat++) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(groups);
      pass.end();
      const started = performance.now();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      ms = performance.now() - started;
      best = Math.max(best, (threads * GPU_ROUNDS * GPU_SUMS * 8) / (ms * 1e6));
    }
    buffer.destroy();
    if (ms > 60) break;
  }
  return best;
}

function times(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n  ');
}
