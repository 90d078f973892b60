import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main as compile } from 'assemblyscript/asc';

const source = fileURLToPath(new URL('./assembly/peak.ts', import.meta.url));

/** Compiles the multiply-add loop with relaxed and with plain SIMD. @returns both binaries. */
export async function compilePeakLoops(): Promise<number[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-peak-'));
  try {
    const modules: number[][] = [];
    for (const features of ['simd,relaxed-simd', 'simd']) {
      const file = join(folder, `${modules.length}.wasm`);
      const options = ['--enable', features, '-O3', '--runtime', 'stub', '--noAssert'];
      const { error, stderr } = await compile([source, ...options, '--outFile', file]);
      if (error) throw new Error(`The multiply-add loop does not compile: ${stderr}`);
      modules.push([...readFileSync(file)]);
    }
    return modules;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
