import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Mishap } from '@/lab/mishap';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('a mishap', () => {
  it('lets results and errors of the work pass', async () => {
    const mishap = new Mishap();
    expect(await mishap.orResult(Promise.resolve(3))).toBe(3);
    await expect(mishap.orResult(Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('ends all work that waits, and all that comes later, with the first error', async () => {
    const mishap = new Mishap();
    const never = new Promise<never>(() => {});
    const ends = [mishap.orResult(never), mishap.orResult(never)];
    mishap.happen(new Error('first'));
    mishap.happen(new Error('second'));
    for (const end of [...ends, mishap.orResult(Promise.resolve(1))]) {
      await expect(end).rejects.toThrow('first');
    }
  });

  it('holds no result of work that is done, however long it lives itself', async () => {
    const mishap = new Mishap();
    const work = async () => {
      const result = new Float32Array(1000);
      await mishap.orResult(Promise.resolve(result));
      return new WeakRef(result);
    };
    const results = await Promise.all(Array.from({ length: 20 }, work));
    await new Promise((resolve) => setTimeout(resolve));
    collect();
    expect(results.filter((result) => result.deref()).length).toBe(0);
    mishap.happen(new Error('late'));
  });
});
