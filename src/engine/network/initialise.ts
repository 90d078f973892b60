import { randomStream } from '../random';
import { layoutOf } from './layout';
import type { NetworkSpec } from './spec';

export function initialise(
  spec: NetworkSpec,
  init: { scheme: string; gain: number },
  seed: number,
): Float32Array {
  const layout = layoutOf(spec);
  const vector = new Float32Array(layout.size);
  for (const { name, kind, shape, offset, size } of layout.parameters) {
    if (kind === 'scale') vector.fill(1, offset, offset + size);
    if (kind !== 'kernel') continue;
    const stream = randomStream(seed, `init/${name}`);
    const fanIn = size / shape[shape.length - 1]!;
    for (let i = 0; i < size; i++)
      vector[offset + i] = stream.normal() * Math.sqrt(2 / fanIn) * init.gain;
  }
  return vector;
}
