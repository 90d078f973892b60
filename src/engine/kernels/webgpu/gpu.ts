import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import { DeviceError } from '../../errors';

/** What the kernels use of tfjs' WebGPU backend. */
export interface WebGpuBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(id: DataId): { resource?: GPUBuffer } };
  uploadToGPU(id: DataId): void;
  makeTensorInfo(shape: number[], dtype: 'float32'): TensorInfo;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** Bytes of scratch a dispatch may use: more replicas or points go in turns. */
const SCRATCH_BYTES = 128 * 2 ** 20;

/**
 * One device with the pipelines compiled on it. Work is queued in the order of the calls, and each
 * dispatch is a submission of its own, so that the browser can draw in between.
 */
export class Gpu {
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #kept = new Map<string, GPUBuffer>();
  #temporary: GPUBuffer[] = [];
  #scratch: GPUBuffer | undefined;
  readonly #verdicts = new Set<Promise<void>>();
  #refusal: string | undefined;

  constructor(
    private readonly backend: WebGpuBackend,
    /** The adapter computes on the CPU. */
    readonly software: boolean,
  ) {}

  get device(): GPUDevice {
    return this.backend.device;
  }

  /** vec4f of workgroup memory that a pipeline may use. */
  get sharedLimit(): number {
    return Math.floor(this.device.limits.maxComputeWorkgroupStorageSize / 16);
  }

  get maxThreads(): number {
    const { maxComputeInvocationsPerWorkgroup: all, maxComputeWorkgroupSizeX: x } =
      this.device.limits;
    return 2 ** Math.floor(Math.log2(Math.min(all, x)));
  }

  /** Bytes that one buffer of ours may have. */
  get bufferLimit(): number {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    return Math.min(maxStorageBufferBindingSize, maxBufferSize);
  }

  /** Bytes that the scratch of a dispatch may have. */
  get scratchLimit(): number {
    return Math.min(SCRATCH_BYTES, this.bufferLimit);
  }

  /** @returns the buffer of a tfjs tensor; what tfjs has not sent yet it sends at `begin`. */
  bufferOf(tensor: TensorInfo): GPUBuffer {
    this.backend.uploadToGPU(tensor.dataId);
    return this.backend.tensorMap.get(tensor.dataId).resource!;
  }

  /** A new tfjs tensor, to be written by a kernel. */
  output(shape: number[]): TensorInfo {
    const tensor = this.backend.makeTensorInfo(shape, 'float32');
    this.backend.uploadToGPU(tensor.dataId);
    return tensor;
  }

  /** Sends what tfjs has recorded so far, uploads among it, ahead of our own work. */
  begin() {
    this.#checkRefusal();
    this.backend.ensureCommandEncoderReady();
    this.backend.endComputePassEncoder();
    this.backend.submitQueue();
    for (const kind of COMPLAINTS) this.device.pushErrorScope(kind);
  }

  /**
   * Resolves once the device has accepted all work so far. Work that it refuses leaves its outputs 0
   * and says nothing, so results must wait for this. A device that refused once is asked no more.
   *
   * @throws DeviceError when it refused some.
   */
  async confirm(): Promise<void> {
    await Promise.all(this.#verdicts);
    this.#checkRefusal();
  }

  #checkRefusal() {
    if (this.#refusal === undefined) return;
    throw new DeviceError(`The graphics device refused work (${this.#refusal}).`);
  }

  /** A buffer of zeros for the time of one call; `end` frees it. */
  temporary(bytes: number, usage = GPUBufferUsage.STORAGE): GPUBuffer {
    const buffer = this.device.createBuffer({ size: Math.max(16, bytes), usage });
    this.#temporary.push(buffer);
    return buffer;
  }

  /** A buffer with anything in it, for one call at a time; it stays, since making one takes long. */
  scratch(bytes: number): GPUBuffer {
    if (!this.#scratch || this.#scratch.size < bytes) {
      this.#scratch?.destroy();
      const usage = GPUBufferUsage.STORAGE;
      this.#scratch = this.device.createBuffer({ size: Math.max(16, bytes), usage });
    }
    return this.#scratch;
  }

  /** A buffer of whole numbers that stays; made once for each key. */
  kept(key: string, values: Uint32Array<ArrayBuffer>): GPUBuffer {
    let buffer = this.#kept.get(key);
    if (!buffer) {
      buffer = this.device.createBuffer({
        size: Math.max(16, values.byteLength),
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
      });
      this.device.queue.writeBuffer(buffer, 0, values);
      this.#kept.set(key, buffer);
    }
    return buffer;
  }

  /**
   * Queues one dispatch of a shader whose bindings are the buffers in order, then its uniforms.
   *
   * @param groups workgroups along x.
   */
  dispatch(
    code: string,
    buffers: readonly GPUBuffer[],
    uniforms: readonly number[],
    groups: number,
  ) {
    let pipeline = this.#pipelines.get(code);
    if (!pipeline) {
      const module = this.device.createShaderModule({ code });
      pipeline = this.device.createComputePipeline({
        layout: 'auto',
        compute: { module, entryPoint: 'main' },
      });
      this.#pipelines.set(code, pipeline);
    }
    const uniform = this.temporary(
      16 * Math.ceil(uniforms.length / 4),
      GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    );
    this.device.queue.writeBuffer(uniform, 0, Uint32Array.from(uniforms));
    const entries = [...buffers, uniform].map((buffer, binding) => ({
      binding,
      resource: { buffer },
    }));
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
    );
    pass.dispatchWorkgroups(groups);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  /** Frees the temporary buffers; work already queued keeps what it needs. */
  end() {
    for (const buffer of this.#temporary) buffer.destroy();
    this.#temporary = [];
    for (const _ of COMPLAINTS) {
      const verdict = this.device.popErrorScope().then(
        (error) => {
          if (error) this.#refusal ??= refusalOf(error);
          this.#verdicts.delete(verdict);
        },
        // The device is lost: reading the results fails as well, and says so.
        () => void this.#verdicts.delete(verdict),
      );
      this.#verdicts.add(verdict);
    }
  }
}

/** What a device complains of, in words. */
export function refusalOf(error: GPUError): string {
  const kind =
    error.constructor.name === 'GPUOutOfMemoryError'
      ? 'out of memory'
      : 'it does not accept a program';
  return `${kind}: ${error.message.trim().split('\n', 1)[0]}`;
}

const COMPLAINTS = ['validation', 'out-of-memory', 'internal'] as const;

/** The bits of a NaN: WGSL has no literal of it. */
export const NAN_BITS = 0x7fc00000;
