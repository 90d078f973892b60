import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import tfjsSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type { BackendFiles } from '@/engine/backend';
import relaxed from '@/engine/kernels/wasm/generated/relaxed.wasm?url';
import scalar from '@/engine/kernels/wasm/generated/scalar.wasm?url';
import simd from '@/engine/kernels/wasm/generated/simd.wasm?url';
import { Lab } from './lab';

/** The addresses at which this site serves the WebAssembly binaries: our kernels, tfjs' backend. */
export const files: BackendFiles = {
  kernels: { relaxed, simd, scalar },
  tfjsWasm: {
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': tfjsSimd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  },
};

export const makeWorker = () =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

let lab: Lab | undefined;

/** The lab of this page: one pool of workers for all its figures, made on first use. */
export function pageLab(): Lab {
  lab ??= new Lab({ files, makeWorker });
  return lab;
}
