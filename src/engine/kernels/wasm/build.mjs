// Compiles the AssemblyScript kernels to generated/, once per feature level. Runs before build,
// dev and test; does nothing where the outputs are newer than the sources.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
const sources = join(here, 'assembly');
const outputs = join(here, 'generated');

/** @type {{ name: string, lanes: string, flags: string[] }[]} */
const builds = [
  { name: 'relaxed', lanes: 'simd', flags: ['--enable', 'simd', '--enable', 'relaxed-simd'] },
  { name: 'simd', lanes: 'simd', flags: ['--enable', 'simd'] },
  { name: 'scalar', lanes: 'scalar', flags: ['--disable', 'simd'] },
];

const newest = Math.max(
  statSync(fileURLToPath(import.meta.url)).mtimeMs,
  ...readdirSync(sources).map((name) => statSync(join(sources, name)).mtimeMs),
);

mkdirSync(outputs, { recursive: true });
for (const { name, lanes, flags } of builds) {
  const output = join(outputs, `${name}.wasm`);
  const made = statSync(output, { throwIfNoEntry: false });
  if (made && made.mtimeMs > newest) continue;
  const { error, stderr } = await asc.main(
    ['index.ts', '--outFile', 'kernels.wasm', '-O3', '--converge', '--noAssert', ...flags].concat(
      process.env.KERNELS_TEXT ? ['--textFile', 'kernels.wat'] : [],
      ['--runtime', 'stub', '--importMemory', '--use', 'abort='],
    ),
    {
      readFile: (file) => read(file.replace(/\blanes\.ts$/, `lanes.${lanes}.ts`)),
      writeFile: (file, data) =>
        writeFileSync(join(outputs, `${name}${file.slice(file.lastIndexOf('.'))}`), data),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`The ${name} kernels do not compile:\n${stderr.toString()}`);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(join(sources, file), 'utf8');
  } catch {
    return null;
  }
}
