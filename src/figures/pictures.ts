import { ownScale, type Scale } from '@/plot/scale';
import type { Surface } from '@/plot/types';
import { contourProps } from './chart/plots';
import { recordedChart } from './chart/recorded';
import { recordedRun } from './parts/recorded';
import { surfaceOf } from './parts/surface';

/**
 * The recorded surface that stands for a chapter on the start page and on its social card: a run, or
 * a map of a chart (`chart/PANEL`).
 */
const PICTURES: Readonly<Record<string, string>> = {
  'what-makes-a-network-trainable': 'trainability/0',
  'seeing-a-loss-surface': 'normalisation-filter',
  'the-effect-of-depth': 'depth-20',
  'skip-connections': 'fair-comparison-skip',
  width: 'width-plain-64',
  'why-skip-connections': 'skip-or-no-skip-skip',
  'weight-decay': 'weight-decay/0',
  'flat-and-sharp': 'batch-size-batch-512-decay-0',
  'a-grain-of-salt': 'directions-pair-1',
  'at-the-papers-scale': 'convolutional-plain-56',
};

export const PICTURED: readonly string[] = Object.keys(PICTURES);

export interface Picture {
  readonly surface: Surface;
  readonly scale: Scale;
}

/**
 * @param chapter the name of its file, without the ending.
 * @throws Error for a chapter without a picture: a slip, found by the build.
 */
export function pictureOf(chapter: string): Picture {
  const name = PICTURES[chapter];
  if (!name) {
    throw new Error(
      `No picture for the chapter “${chapter}”. Name a recorded run or map for it in src/figures/pictures.ts.`,
    );
  }
  const [chart, panel] = name.split('/');
  if (panel === undefined) {
    const surface = surfaceOf(recordedRun(name).slice);
    return { surface, scale: ownScale(surface, { kind: 'log' }) };
  }
  const map = recordedChart(chart!).data.panels[Number(panel)];
  const props = map?.kind === 'map' ? contourProps(map) : undefined;
  if (!props) throw new Error(`The recorded chart “${chart}” has no map ${panel} to draw.`);
  return props;
}
