/**
 * What assembly/index.ts exports. Addresses, strides and lengths are in bytes, flags 0 or 1; the
 * sources say what each function computes.
 */
export interface KernelExports {
  combine(
    theta: number,
    centre: number,
    first: number,
    a: number,
    second: number,
    b: number,
    size: number,
  ): void;
  gather(
    x: number,
    labels: number,
    order: number,
    samples: number,
    pixels: number,
    channels: number,
    to: number,
    row: number,
    length: number,
    labelsTo: number,
  ): void;
  product(
    out: number,
    outRow: number,
    tiles: number,
    x: number,
    xRow: number,
    inputs: number,
    w: number,
    tileSize: number,
    bias: number,
    accumulate: number,
    table: number,
    pixels: number,
    length: number,
  ): void;
  winogradRoom(inputs: number, outputs: number): number;
  winogradKernels(inputs: number, tiles: number): number;
  transformKernels(w: number, u: number, inputs: number, tiles: number, flipped: number): void;
  winograd(
    out: number,
    outRow: number,
    tiles: number,
    x: number,
    xRow: number,
    inputs: number,
    u: number,
    accumulate: number,
    room: number,
    table: number,
    side: number,
    length: number,
  ): void;
  weightGradient(
    g: number,
    tileSize: number,
    dy: number,
    dyRow: number,
    tiles: number,
    x: number,
    xRow: number,
    inputs: number,
    table: number,
    stretches: number,
  ): void;
  rowSums(dy: number, row: number, rows: number, size: number, to: number): void;
  transposeWeights(
    w: number,
    to: number,
    taps: number,
    used: number,
    inputs: number,
    outputs: number,
  ): void;
  batchStatistics(
    y: number,
    row: number,
    channels: number,
    pixels: number,
    samples: number,
    length: number,
    mean: number,
    inverse: number,
    running: number,
    momentum: number,
  ): void;
  frozenStatistics(running: number, channels: number, mean: number, inverse: number): void;
  normalise(
    y: number,
    out: number,
    carried: number,
    row: number,
    rows: number,
    size: number,
    mean: number,
    inverse: number,
    scale: number,
    shift: number,
    branch: number,
    activation: number,
  ): void;
  activate(
    y: number,
    out: number,
    carried: number,
    row: number,
    rows: number,
    size: number,
    branch: number,
    activation: number,
  ): void;
  activateGradient(
    g: number,
    out: number,
    dy: number,
    row: number,
    rows: number,
    size: number,
    branch: number,
    activation: number,
  ): void;
  batchGradient(
    g: number,
    out: number,
    y: number,
    dy: number,
    row: number,
    rows: number,
    pixels: number,
    samples: number,
    length: number,
    mean: number,
    inverse: number,
    scale: number,
    dScale: number,
    dShift: number,
    branch: number,
    activation: number,
  ): void;
  layerNormalise(
    y: number,
    out: number,
    carried: number,
    row: number,
    channels: number,
    rows: number,
    length: number,
    mean: number,
    inverse: number,
    scale: number,
    shift: number,
    branch: number,
    activation: number,
  ): void;
  layerGradient(
    g: number,
    out: number,
    y: number,
    dy: number,
    row: number,
    channels: number,
    rows: number,
    samples: number,
    length: number,
    mean: number,
    inverse: number,
    scale: number,
    dScale: number,
    dShift: number,
    branch: number,
    activation: number,
  ): void;
  averagePool(
    x: number,
    xRow: number,
    rows: number,
    pixels: number,
    length: number,
    out: number,
    outRow: number,
  ): void;
  averagePoolGradient(
    g: number,
    gRow: number,
    rows: number,
    pixels: number,
    length: number,
    dx: number,
    dxRow: number,
  ): void;
  lossAndHits(
    logits: number,
    row: number,
    classes: number,
    samples: number,
    labels: number,
    totals: number,
  ): void;
  lossGradient(
    logits: number,
    row: number,
    classes: number,
    samples: number,
    length: number,
    labels: number,
  ): number;
  sumOfSquares(g: number, size: number): number;
  sgd(theta: number, g: number, size: number, clip: number, decay: number, rate: number): void;
  momentum(
    theta: number,
    g: number,
    velocity: number,
    size: number,
    clip: number,
    decay: number,
    rate: number,
    mu: number,
    nesterov: number,
  ): void;
  scaledByRoot(
    theta: number,
    g: number,
    squares: number,
    size: number,
    clip: number,
    decay: number,
    rate: number,
    keep: number,
    gain: number,
    epsilon: number,
  ): void;
  adam(
    theta: number,
    g: number,
    m: number,
    v: number,
    size: number,
    clip: number,
    decay: number,
    shrink: number,
    rate: number,
    beta1: number,
    gain1: number,
    beta2: number,
    gain2: number,
    spread: number,
    epsilon: number,
  ): void;
}
