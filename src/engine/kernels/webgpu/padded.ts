import { layoutOf } from '../../network/layout';
import type { MlpSpec } from '../../network/spec';

/**
 * How the kernels hold a network: channels in fours (vec4f), the last four filled up with zeros,
 * which every layer, gradient and update keeps at zero. Numbers below count vec4f.
 *
 * A layer's kernel is [4·⌈in/4⌉][⌈out/4⌉], then bias, scale and shift [⌈out/4⌉]; layers follow each
 * other: stem, hidden 1 … depth − 2, head. Running statistics: per norm means, then variances.
 */
export interface PaddedNetwork {
  readonly spec: MlpSpec;
  /** Fours of channels: of the input, of a hidden layer, of the logits. */
  readonly inputs: number;
  readonly width: number;
  readonly classes: number;
  /** Layers before the head, each with a norm and an activation. */
  readonly hidden: number;
  readonly stemSize: number;
  readonly hiddenSize: number;
  readonly headSize: number;
  /** All parameters. */
  readonly size: number;
  /** All running statistics; 0 without batch norm. */
  readonly statisticsSize: number;
  /** Place of parameter p in the padded vector, counted in numbers: [P]. */
  readonly parameterMap: Uint32Array<ArrayBuffer>;
  /** The same for running statistics: [Q]. */
  readonly statisticsMap: Uint32Array<ArrayBuffer>;
}

const known = new Map<string, PaddedNetwork>();

/** @returns the padded form of a network; the same object for an equal spec. */
export function paddedNetwork(spec: MlpSpec): PaddedNetwork {
  const key = JSON.stringify(spec);
  let network = known.get(key);
  if (!network) known.set(key, (network = build(spec)));
  return network;
}

function build(spec: MlpSpec): PaddedNetwork {
  const [inputs, width, classes] = [spec.inputs, spec.width, spec.classes].map(fours) as [
    number,
    number,
    number,
  ];
  const vectors = spec.norm === 'none' ? 1 : 3;
  const stemSize = (4 * inputs + vectors) * width;
  const hiddenSize = (4 * width + vectors) * width;
  const headSize = (4 * width + 1) * classes;
  const hidden = spec.depth - 1;
  return {
    spec,
    inputs,
    width,
    classes,
    hidden,
    stemSize,
    hiddenSize,
    headSize,
    size: stemSize + (hidden - 1) * hiddenSize + headSize,
    statisticsSize: spec.norm === 'batch' ? 2 * hidden * width : 0,
    parameterMap: mapParameters(spec),
    statisticsMap: mapStatistics(spec, width),
  };
}

/** The layout's order of layers and of their parts is the same; only rows and ends are filled up. */
function mapParameters(spec: MlpSpec): Uint32Array<ArrayBuffer> {
  const { parameters, size } = layoutOf(spec);
  const map = new Uint32Array(size);
  let base = 0;
  for (const { shape, offset } of parameters) {
    const [rows, columns] = shape.length === 2 ? [shape[0]!, shape[1]!] : [1, shape[0]!];
    const pitch = 4 * fours(columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) map[offset + i * columns + j] = base + i * pitch + j;
    }
    base += (shape.length === 2 ? 4 * fours(rows) : 1) * pitch;
  }
  return map;
}

function mapStatistics(spec: MlpSpec, width: number): Uint32Array<ArrayBuffer> {
  const { statistics, statisticsSize } = layoutOf(spec);
  const map = new Uint32Array(statisticsSize);
  statistics.forEach(({ offset, channels }, layer) => {
    for (let c = 0; c < channels; c++) {
      map[offset + c] = 8 * layer * width + c;
      map[offset + channels + c] = (8 * layer + 4) * width + c;
    }
  });
  return map;
}

function fours(count: number): number {
  return Math.ceil(count / 4);
}

/** Place of hidden layer l's parameters: a WGSL expression, as l is, which is at least 1. */
export function hiddenPlace({ stemSize, hiddenSize }: PaddedNetwork, l: string): string {
  return `(${stemSize}u + (${l} - 1u) * ${hiddenSize}u)`;
}

export function headPlace({ size, headSize }: PaddedNetwork): number {
  return size - headSize;
}
