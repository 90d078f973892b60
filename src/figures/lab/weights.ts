import { loadDataset, type ReadFile } from '@/engine/data/dataset';
import { InputError } from '@/engine/errors';
import type { Executor } from '@/engine/executor';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import { layoutOf } from '@/engine/network/layout';
import { evaluate } from '@/engine/training/evaluate';
import { initialState } from '@/engine/training/train';
import { flatParameters } from '@/files/run-file';
import type { FileTensor } from '@/files/safetensors';
import { LiveRun } from '@/lab/live-run';
import { LiveTraining } from '@/lab/live-training';
import { say } from '@/words';

type Tensors = Readonly<Record<string, FileTensor>>;

/**
 * A network from elsewhere in place of a trained one, ready to be measured.
 *
 * @param tensors by the parameters' names, with or without `parameters/`; `running` holds the
 *   running statistics, if any.
 * @throws InputError naming the tensor that does not fit the experiment's network.
 */
export async function runOfWeights(
  name: string,
  tensors: Tensors,
  experiment: Experiment,
  read: ReadFile,
  executor: Executor,
): Promise<LiveRun> {
  const dataset = await loadDataset(experiment, read);
  const spec = networkSpec(experiment, dataset);
  const named = withoutPrefix(tensors);
  const { parameters: expected, statisticsSize } = layoutOf(spec);
  for (const { name: tensor, shape } of expected) checkFit(name, tensor, shape, named[tensor]);
  const found = tensors['running']?.data;
  const running =
    found instanceof Float32Array && found.length === statisticsSize ? found : undefined;
  if (!running && statisticsSize > 0 && experiment.landscape.statistics === 'frozen') {
    throw new InputError(say().lab.files.misfit.statistics(name, statisticsSize));
  }
  const parameters = flatParameters(named, spec);
  const state = { ...initialState(experiment, spec), parameters, ...(running && { running }) };
  // Without running statistics the network has no way to classify one sample at a time.
  const evaluation =
    running || statisticsSize === 0 ? await evaluate(spec, state, dataset, executor) : undefined;
  const training = LiveTraining.finished(experiment, dataset, executor, {
    ...state,
    losses: new Float32Array(0),
    evaluation,
  });
  return new LiveRun(experiment, training, executor);
}

/** @throws InputError in words unless a file's tensor is what the network needs there. */
function checkFit(
  file: string,
  name: string,
  shape: readonly number[],
  found: FileTensor | undefined,
) {
  if (found?.shape.join() === shape.join() && found.data instanceof Float32Array) return;
  const { misfit } = say().lab.files;
  const wanted = shape.join(', ');
  throw new InputError(
    found
      ? misfit.shape(file, name, wanted, found.shape.slice(0, 8).join(', '))
      : misfit.missing(file, name, wanted),
  );
}

function withoutPrefix(tensors: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name.replace(/^parameters\//, ''), tensor]),
  );
}
