import type { OpenedSurface, PlanePath } from '@/files/opened';
import type { RecordedRun } from '@/files/run-file';
import type { LiveRun } from '@/lab/live-run';
import { shownLive } from '../comparison/run-set';
import { blank, type Origin, type Shown, shownRecorded } from '../comparison/shown';

/** What stands beside the experiments: a kept run, a file, a network with weights from a file. */
export type Beside = {
  readonly id: number;
  readonly name: string;
} & (
  | {
      readonly kind: 'run';
      readonly run: RecordedRun;
      /** Its file as it came. */
      readonly bytes: Uint8Array;
      readonly origin: Origin;
    }
  | { readonly kind: 'network'; readonly live: LiveRun }
  | {
      readonly kind: 'surface';
      readonly surface: OpenedSurface;
      /** Which of its layers is shown. */
      readonly layer: number;
      /** Classes of its data: the measures depend on them, and files do not say. */
      readonly classes: number;
      readonly path?: PlanePath | undefined;
    }
);

export const MOST_BESIDE = 4;

/** @returns what the panels show of it, in one of the hues that are left. */
export function shownBeside(beside: Beside, hue: string): Shown {
  const { id, name } = beside;
  const variant = { key: `beside-${id}`, name, hue };
  switch (beside.kind) {
    case 'run': {
      const { experiment } = beside.run;
      return shownRecorded(beside.run, { ...variant, experiment }, beside.origin);
    }
    case 'network': {
      const { experiment } = beside.live;
      const shown = shownLive({ variant: { ...variant, experiment }, run: beside.live });
      return { ...shown, origin: 'weights' };
    }
    case 'surface': {
      const { surface, layer, classes, path } = beside;
      const { x, y, layers } = surface;
      const { values, name: layerName } = layers[layer]!;
      const accuracy = layers.find((one) => one.name === layerName.replace('loss', 'acc'));
      const slice = {
        x,
        y,
        loss: values,
        accuracy: accuracy?.values ?? new Float32Array(values.length).fill(Number.NaN),
      };
      return {
        ...blank(variant),
        view: { slice, done: 1, stride: 1, step: 0 },
        origin: 'file',
        ...(layers.length > 1 && { layer: layerName }),
        path: path ?? surface.path,
        classes,
      };
    }
  }
}
