import { type Activation, type ConvSpec, checkSpec, type MlpSpec, type NetworkSpec } from './spec';

/** A network is data: a list of layers, blocks holding lists of their own. */
export type Layer =
  | {
      readonly op: 'dense';
      readonly name: string;
      readonly inputs: number;
      readonly outputs: number;
    }
  | {
      readonly op: 'conv';
      readonly name: string;
      /** Kernel side, in pixels; padding keeps ⌈side / stride⌉ pixels. */
      readonly size: 1 | 3;
      readonly stride: 1 | 2;
      readonly inputs: number;
      readonly outputs: number;
    }
  | {
      readonly op: 'norm';
      readonly kind: 'batch' | 'layer';
      readonly name: string;
      readonly channels: number;
    }
  | { readonly op: 'activation'; readonly kind: Activation }
  | { readonly op: 'pool' }
  | {
      readonly op: 'block';
      readonly name: string;
      readonly body: readonly Layer[];
      /** `none`: u; `identity`: h + s·u; a list: that list applied to h, + s·u. */
      readonly shortcut: 'none' | 'identity' | readonly Layer[];
      readonly branchScale: number;
      readonly activation: Activation;
    };

/**
 * @returns the layers of a network, in the order in which they are applied.
 * @throws InputError for an impossible spec.
 */
export function layersOf(spec: NetworkSpec): readonly Layer[] {
  checkSpec(spec);
  return spec.family === 'mlp' ? mlpLayers(spec) : convLayers(spec);
}

function mlpLayers(spec: MlpSpec): Layer[] {
  const { inputs, classes, depth, width, activation } = spec;
  const norm = (name: string): Layer[] =>
    spec.norm === 'none' ? [] : [{ op: 'norm', kind: spec.norm, name, channels: width }];
  const dense = (name: string, from: number): Layer[] => [
    { op: 'dense', name, inputs: from, outputs: width },
    ...norm(name),
  ];
  const act: Layer = { op: 'activation', kind: activation };
  const blocks = Array.from(
    { length: (depth - 2) / 2 },
    (_, i): Layer => ({
      op: 'block',
      name: `block${i}`,
      body: [...dense(`block${i}/first`, width), act, ...dense(`block${i}/second`, width)],
      shortcut: spec.skip ? 'identity' : 'none',
      branchScale: spec.skip ? spec.branchScale : 1,
      activation,
    }),
  );
  const head: Layer = { op: 'dense', name: 'head', inputs: width, outputs: classes };
  return [...dense('stem', inputs), act, ...blocks, head];
}

function convLayers(spec: ConvSpec): Layer[] {
  const act: Layer = { op: 'activation', kind: 'relu' };
  const conv = (
    name: string,
    inputs: number,
    outputs: number,
    stride: 1 | 2 = 1,
    size: 1 | 3 = 3,
  ): Layer[] => [
    { op: 'conv', name, size, stride, inputs, outputs },
    { op: 'norm', kind: 'batch', name, channels: outputs },
  ];
  const stages = [16, 32, 64].map((c) => Math.max(1, Math.round(c * spec.widthFactor)));
  const blocksPerStage = (spec.depth - 2) / 6;
  const layers: Layer[] = [...conv('stem', spec.channels, stages[0]!), act];
  let from = stages[0]!;
  stages.forEach((to, stage) => {
    for (let i = 0; i < blocksPerStage; i++) {
      const name = `stage${stage}/block${i}`;
      const stride = stage > 0 && i === 0 ? 2 : 1;
      const changes = stride !== 1 || from !== to;
      const projection = changes ? conv(`${name}/shortcut`, from, to, stride, 1) : 'identity';
      layers.push({
        op: 'block',
        name,
        body: [...conv(`${name}/first`, from, to, stride), act, ...conv(`${name}/second`, to, to)],
        shortcut: spec.skip ? projection : 'none',
        branchScale: 1,
        activation: 'relu',
      });
      from = to;
    }
  });
  layers.push({ op: 'pool' }, { op: 'dense', name: 'head', inputs: from, outputs: spec.classes });
  return layers;
}
