import { expect, test } from 'vitest';

test('the browser of the tests has WebGPU and WebGL', async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  expect(adapter).toBeTruthy();
  expect(document.createElement('canvas').getContext('webgl')).toBeTruthy();
});
