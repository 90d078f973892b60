import { openRunner } from './runner.ts';

/*
 * node src/record/launch.ts MODULE ARGUMENTS…
 *
 * Runs one of this folder's commands in Node.
 */

const [module, ...rest] = process.argv.slice(2);
if (!module) throw new Error('Say which command: node src/record/launch.ts MODULE ARGUMENTS…');

const runner = await openRunner();
try {
  const { main } = await runner.load<{ main: (args: string[]) => Promise<number> }>(
    `/src/record/${module}.ts`,
  );
  process.exitCode = await main(rest);
} finally {
  await runner.close();
}
// tfjs keeps handles open that would hold the process.
process.exit();
