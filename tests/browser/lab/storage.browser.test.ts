import { afterEach, describe, expect, test, vi } from 'vitest';
import { Store } from '@/lab/storage';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('storage', () => {
  test('keeps values with their typed arrays, lists them and lets them go', async () => {
    const store = new Store('test');
    const value = { step: 3, parameters: Float32Array.of(1, Number.NaN, -0) };
    expect(await store.set('run/2', value)).toBeUndefined();
    expect(await store.set('run/1', 'one')).toBeUndefined();
    expect(await store.set('other', 1)).toBeUndefined();
    // Another one of the same name sees the same values, as the next visit does.
    const again = new Store('test');
    expect(await again.get('run/2')).toEqual(value);
    expect(await again.list('run/')).toEqual(['run/1', 'run/2']);
    expect(await new Store('elsewhere').list()).toEqual([]);
    for (const key of await again.list()) expect(await again.del(key)).toBeUndefined();
    expect(await store.list()).toEqual([]);
    expect(await store.get('run/1')).toBeUndefined();
  });

  test('storage full → said in words, what was kept before stays', async () => {
    const store = new Store('full');
    await store.set('small', 1);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(await store.set('large', 1)).toMatch(/storage for this site is full/);
    expect(await store.get('small')).toBe(1);
    await store.del('small');
  });

  test('storage forbidden or absent → said in words, nothing rejects', async () => {
    const open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const fake of [{ open }, undefined]) {
      vi.stubGlobal('indexedDB', fake);
      const store = new Store('test');
      expect(await store.set('a', 1)).toMatch(/does not let this site store anything/);
      expect(await store.get('a')).toBeUndefined();
      expect(await store.list()).toEqual([]);
      expect(await store.del('a')).toMatch(/does not let/);
    }
  });
});
