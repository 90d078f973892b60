import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('knows every word of the lecture and of the guides, or content/dictionary.txt does', async () => {
  const cspell = fileURLToPath(new URL('../../node_modules/cspell/bin.mjs', import.meta.url));
  const unknown = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [cspell, 'lint', '--no-progress', '--no-summary', '--no-color'],
      (error, out, err) => (error && out === '' ? reject(new Error(err)) : resolve(out)),
    );
  });
  expect(unknown).toBe('');
});
