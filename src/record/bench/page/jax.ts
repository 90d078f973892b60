import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  valueAndGrad,
} from '@jax-js/jax';
import type { Samples } from '@/engine/executor';
import { randomDirection } from '@/engine/landscape/directions';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import { type MlpSpec, NORM_EPSILON } from '@/engine/network/spec';
import { BATCH, type BenchBackend, type BenchCase, CLASSES, INPUTS } from '../result';
import {
  checkLosses,
  pointSamples,
  RATE,
  SETTINGS,
  sampleOrder,
  scatter,
  specOf,
  type Workload,
} from './workload';

/*
 * The same work in jax-js, jitted as its documentation advises: one step of SGD with momentum and
 * weight decay, and the loss at one point. Its arrays are moved, not shared: `ref` keeps one.
 */

export async function openJax(backend: BenchBackend): Promise<void> {
  const available = await init(backend);
  if (!available.includes(backend)) throw new Error(`jax-js has no ${backend} here.`);
  defaultDevice(backend);
}

export function jaxWorkload(bench: BenchCase, samples: Samples): Workload {
  return bench.work === 'train' ? trainWorkload(bench, samples) : surfaceWorkload(bench, samples);
}

type Arrays = np.Array[];

function arraysOf(spec: MlpSpec, vector: Float32Array): Arrays {
  return layoutOf(spec).parameters.map(({ offset, size, shape }) =>
    np.array(vector.slice(offset, offset + size), { shape: [...shape] }),
  );
}

/** Mean cross-entropy; consumes `x` and `oneHot`, borrows the parameters. */
function lossOf(spec: MlpSpec, parameters: Arrays, x: np.Array, oneHot: np.Array): np.Array {
  let next = 0;
  const take = () => parameters[next++]!.ref;
  let h = x;
  for (let layer = 0; layer < spec.depth - 1; layer++) {
    const z = np.matmul(h, take()).add(take());
    const centred = z.ref.sub(np.mean(z, 0, { keepdims: true }));
    const variance = np.mean(np.square(centred.ref), 0, { keepdims: true });
    const normalised = centred.mul(np.reciprocal(np.sqrt(variance.add(NORM_EPSILON))));
    h = nn.relu(normalised.mul(take()).add(take()));
  }
  const logits = np.matmul(h, take()).add(take());
  return np.mean(np.sum(nn.logSoftmax(logits, 1).mul(oneHot), 1)).mul(-1);
}

function oneHotOf(labels: Int32Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, i) => {
    values[i * CLASSES + label] = 1;
  });
  return values;
}

function trainWorkload(bench: BenchCase, samples: Samples): Workload {
  const spec = specOf(bench);
  const start = initialise(spec, { scheme: 'he', gain: 1 }, 1);
  let parameters = arraysOf(spec, start);
  let velocity = arraysOf(spec, new Float32Array(start.length));
  let first = 0;
  const step = jit((theta: Arrays, v: Arrays, x: np.Array, y: np.Array) => {
    const [loss, gradients] = valueAndGrad((p: Arrays) => lossOf(spec, p, x, y))(
      theta.map((p) => p.ref),
    ) as unknown as [np.Array, Arrays];
    const moved = v.map((vp, i) =>
      vp.mul(SETTINGS.momentum).add(gradients[i]!.add(theta[i]!.ref.mul(SETTINGS.weightDecay))),
    );
    const stepped = theta.map((p, i) => p.sub(moved[i]!.ref.mul(RATE)));
    return [stepped, moved, loss] as [Arrays, Arrays, np.Array];
  });
  return {
    async run(count) {
      let loss: np.Array | undefined;
      for (let s = 0; s < count; s++) {
        const chosen = sampleOrder(samples, first++, 1);
        const x = new Float32Array(BATCH * INPUTS);
        chosen.forEach((index, i) => {
          x.set(samples.x.subarray(index * INPUTS, (index + 1) * INPUTS), i * INPUTS);
        });
        const y = oneHotOf(chosen.map((index) => samples.labels[index]!));
        loss?.dispose();
        [parameters, velocity, loss] = step(
          parameters,
          velocity,
          np.array(x, { shape: [BATCH, INPUTS] }),
          np.array(y, { shape: [BATCH, CLASSES] }),
        ) as [Arrays, Arrays, np.Array];
      }
      await blockUntilReady(parameters);
      if (loss) checkLosses(await loss.data());
      return 'jax-js';
    },
    dispose() {
      for (const array of [...parameters, ...velocity]) array.dispose();
      step.dispose();
    },
  };
}

function surfaceWorkload(bench: BenchCase, all: Samples): Workload {
  const spec = specOf(bench);
  const samples = pointSamples(all);
  const centre = arraysOf(spec, initialise(spec, { scheme: 'he', gain: 1 }, 1));
  const small = (index: number) =>
    arraysOf(
      spec,
      randomDirection(spec, 1, index).map((value) => 0.2 * value),
    );
  const [across, up] = [small(0), small(1)];
  const x = np.array(samples.x.slice(), { shape: [samples.count, INPUTS] });
  const y = np.array(oneHotOf(samples.labels), { shape: [samples.count, CLASSES] });
  const at = jit(
    (c: Arrays, d: Arrays, e: Arrays, a: np.Array, b: np.Array, xs: np.Array, ys: np.Array) => {
      const theta = c.map((p, i) => p.add(d[i]!.mul(a.ref)).add(e[i]!.mul(b.ref)));
      a.dispose();
      b.dispose();
      const loss = lossOf(spec, theta, xs, ys);
      for (const p of theta) p.dispose();
      return loss;
    },
  );
  const refs = (arrays: Arrays) => arrays.map((array) => array.ref);
  return {
    async run(count) {
      const points = scatter(count);
      const losses: np.Array[] = [];
      for (let g = 0; g < count; g++) {
        const [a, b] = [np.array(points[2 * g]!), np.array(points[2 * g + 1]!)];
        losses.push(at(refs(centre), refs(across), refs(up), a, b, x.ref, y.ref) as np.Array);
      }
      for (const loss of losses) checkLosses(await loss.data());
      return 'jax-js';
    },
    dispose() {
      for (const array of [...centre, ...across, ...up, x, y]) array.dispose();
      at.dispose();
    },
  };
}
