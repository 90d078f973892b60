import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

it('knows every word of the lecture and of the guides, or content/dictionary.txt does', async () => {
  const cspell = createRequire(import.meta.url).resolve('cspell/bin.mjs');
  const unknown = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [cspell, 'lint', '--no-progress', '--no-summary', '--no-color'],
      (error, out, err) => (error && out === '' ? reject(new Error(err)) : resolve(out)),
    );
  });
  expect(unknown).toBe('');
});
