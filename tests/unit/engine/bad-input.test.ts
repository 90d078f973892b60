import { describe, expect, test } from 'vitest';
import { costOf } from '@/engine/cost';
import { hessianOperator } from '@/engine/curvature/hessian';
import { convexityRatio, curvatureMap } from '@/engine/curvature/map';
import { sharpness } from '@/engine/curvature/sharpness';
import { hessianSpectrum } from '@/engine/curvature/spectrum';
import { stabilityThreshold } from '@/engine/curvature/stability';
import { hessianTrace } from '@/engine/curvature/trace';
import { parseBatch } from '@/engine/data/cifar';
import { loadDataset, standardise } from '@/engine/data/dataset';
import { withLabelNoise } from '@/engine/data/noise';
import { planarDataset } from '@/engine/data/planar';
import { InputError } from '@/engine/errors';
import { experiment, parseExperiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';
import { blockTerms } from '@/engine/flow/block-terms';
import { gradientFlow } from '@/engine/flow/gradient-flow';
import { shatteredGradients } from '@/engine/flow/shattered';
import { gradientAt, regularisedGradient } from '@/engine/gradients';
import { basinOf } from '@/engine/landscape/basin';
import {
  directionTowards,
  normaliseDirection,
  randomDirection,
} from '@/engine/landscape/directions';
import { interpolate, lossesOf } from '@/engine/landscape/interpolation';
import { surfaceMeasures } from '@/engine/landscape/measures';
import { persistentMinima } from '@/engine/landscape/minima';
import { firstSamples, planeOf, planeThrough } from '@/engine/landscape/plane';
import { decayTerm } from '@/engine/landscape/regularised';
import { axis, refinement, slice } from '@/engine/landscape/slice';
import { sublevel } from '@/engine/landscape/sublevel';
import { Lanczos } from '@/engine/linear/lanczos';
import { addScaled, cosine, difference, dot } from '@/engine/linear/vectors';
import { initialise } from '@/engine/network/initialise';
import { layersOf } from '@/engine/network/layers';
import { layoutOf } from '@/engine/network/layout';
import { checkSpec } from '@/engine/network/spec';
import { blockCount, deleteBlock, rescaleRelu } from '@/engine/network/surgery';
import { openExecutor } from '@/engine/open-executor';
import { randomStream } from '@/engine/random';
import { carryOut } from '@/engine/run';
import { evaluate } from '@/engine/training/evaluate';
import { checkOptimiser, optimiserDefaults } from '@/engine/training/optimiser';
import { SampleOrder } from '@/engine/training/order';
import { learningRates } from '@/engine/training/schedule';
import { initialState, train } from '@/engine/training/train';
import { pathAngles, pathOnPlane } from '@/engine/trajectory/on-plane';
import { pca } from '@/engine/trajectory/pca';
import { orthonormal, pointOfPlane, project } from '@/engine/trajectory/project';
import { randomWalk, randomWalkExplained } from '@/engine/trajectory/random-walk';
import { CheckpointRecorder } from '@/engine/trajectory/recorder';
import { stepParts } from '@/engine/trajectory/steps';
import { convSpec, mlpSpec } from './networks';
import { QUADRATIC_SIZE, quadraticExecutor, quadraticPoint, quadraticSpec } from './quadratic';

/*
 * Nonsense for every public function: wrong shapes, impossible sizes, numbers that are none, unknown
 * names. Each must be refused in words that say what was expected and, where it has a name, what
 * came. What requests to an executor are checked for is in checked-executor.test.ts.
 */

const size = QUADRATIC_SIZE;
const executor = quadraticExecutor(Array.from({ length: size }, () => 1));
const theta = Float32Array.from({ length: size }, (_, i) => 1 + i);
const other = theta.map((value) => value * value);
const point = quadraticPoint(theta);
const none = new Float32Array(0);
const short = new Float32Array(3);
const broken = theta.map(() => Number.NaN);
const plane = { ...point, centre: theta, directions: [other] };
const line = { x: axis([-1, 1], 5), y: Float64Array.of(0) };
const square = { x: axis([-1, 1], 5), y: axis([-1, 1], 5) };
const flat = new Float32Array(25);
const e = experiment({
  dataset: { name: 'moons', train: 16, test: 16 },
  network: { family: 'mlp', depth: 2, width: 3, norm: 'none' },
  training: { batch: 8, optimiser: 'sgd' },
  landscape: { samples: 16 },
});
const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
const state = { step: 0, parameters: theta, slots: none, running: none };
const as = <T>(value: unknown) => value as T;
const pathOf = (...parameters: Float32Array[]) =>
  parameters.map((p, step) => ({ step, parameters: p, running: none }));

/** Runs a generator to its first report. */
const first = async (generator: AsyncGenerator<unknown>) => {
  await generator.next();
};

type Case = readonly [what: string, call: () => unknown, words: RegExp];

const cases: Readonly<Record<string, readonly Case[]>> = {
  experiments: [
    ['no object', () => parseExperiment(7), /JSON object/],
    ['an unknown version', () => parseExperiment({ version: 99 }), /version 1, but version 99/],
    ['a field of another name', () => experiment(as({ optimizer: {} })), /optimizer/],
    ['the cost on no machine', () => costOf(e, 0), /workers.*but 0/],
    ['a backend of another name', () => openExecutor(as('cuda')), /webgpu, wasm, cpu.*cuda/],
    [
      'a convolution without images',
      () =>
        layersOf(
          networkSpec(
            { ...e, network: as({ family: 'conv', depth: 8, widthFactor: 1, skip: true }) },
            { inputs: 2, classes: 2 },
          ),
        ),
      /image/i,
    ],
  ],
  networks: [
    ['no inputs', () => checkSpec(mlpSpec({ inputs: 0 })), /inputs.*1 to 4096, but 0/],
    ['an odd depth', () => checkSpec(mlpSpec({ depth: 7 })), /even, but 7/],
    ['half a layer', () => checkSpec(mlpSpec({ depth: 4.5 })), /whole number.*4\.5/],
    ['a width that is none', () => checkSpec(mlpSpec({ width: Number.NaN })), /width.*NaN/],
    [
      'an unknown activation',
      () => checkSpec(mlpSpec({ activation: as('gelu') })),
      /relu, tanh.*gelu/,
    ],
    [
      'an unknown norm',
      () => checkSpec(mlpSpec({ norm: as('group') })),
      /none, batch, layer.*group/,
    ],
    ['an infinite branch', () => checkSpec(mlpSpec({ branchScale: 1 / 0 })), /branch.*Infinity/],
    ['a skip that is a word', () => checkSpec(mlpSpec({ skip: as('no') })), /true or false.*no/],
    ['an unknown family', () => checkSpec(as({ ...mlpSpec(), family: 'gnn' })), /mlp, conv.*gnn/],
    ['nothing', () => checkSpec(as(undefined)), /network.*undefined/i],
    ['a depth beside 6n + 2', () => layersOf(convSpec({ depth: 10 })), /6n \+ 2.*10/],
    ['an image of one pixel', () => layoutOf(convSpec({ side: 1 })), /side.*4 to 64, but 1/],
    ['an image channel too few', () => layoutOf(convSpec({ channels: 0 })), /channels.*but 0/],
    ['one class', () => layoutOf(mlpSpec({ classes: 1 })), /classes.*2 to 1000, but 1/],
    ['a skip of the other family', () => layoutOf(convSpec({ skip: as(1) })), /true or false.*1/],
    [
      'an unknown initialisation',
      () => initialise(mlpSpec(), { scheme: as('lecun'), gain: 1 }, 1),
      /zeros, normal.*lecun/,
    ],
    [
      'an infinite gain',
      () => initialise(mlpSpec(), { scheme: 'he', gain: 1 / 0 }, 1),
      /gain.*Infinity/,
    ],
    [
      'a seed that is none',
      () => initialise(mlpSpec(), { scheme: 'he', gain: 1 }, Number.NaN),
      /seed.*NaN/,
    ],
    ['a rescaling by 0', () => rescaleRelu(point, 0), /α.*but 0/],
    ['a rescaling of others', () => rescaleRelu({ ...point, parameters: short }, 2), /17.*but 3/],
    [
      'a rescaling of tanh',
      () => rescaleRelu({ spec: mlpSpec({ activation: 'tanh' }), parameters: theta }, 2),
      /tanh/,
    ],
    [
      'a block that is not there',
      () =>
        deleteBlock(
          {
            spec: mlpSpec({ depth: 4 }),
            parameters: new Float32Array(layoutOf(mlpSpec({ depth: 4 })).size),
            running: none,
          },
          1,
        ),
      /block.*but 1/,
    ],
    [
      'a block of others',
      () => deleteBlock({ spec: mlpSpec(), parameters: short, running: none }, 0),
      /but 3/,
    ],
    ['blocks of no network', () => blockCount(mlpSpec({ depth: 3 })), /even, but 3/],
  ],
  data: [
    [
      'a set that is not planar',
      () => planarDataset(as({ name: 'cube', train: 8, test: 8, noise: 0 }), 1),
      /spirals, moons.*cube/,
    ],
    [
      'noise below 0',
      () => planarDataset({ name: 'moons', train: 8, test: 8, noise: -1, labelNoise: 0 }, 1),
      /noise.*-1/,
    ],
    [
      'half a sample',
      () => planarDataset({ name: 'moons', train: 8.5, test: 8, noise: 0, labelNoise: 0 }, 1),
      /samples.*8\.5/,
    ],
    [
      'an unknown data set',
      () =>
        loadDataset(as({ dataset: { name: 'imagenet' }, seed: 1 }), async () => new ArrayBuffer(0)),
      /imagenet/,
    ],
    ['label noise above 1', () => withLabelNoise(dataset, 1.5, 1), /label noise.*1\.5/],
    ['images of one shade', () => standardise(short, short), /one shade/],
    ['images that are none', () => standardise(broken, short), /finite/],
    ['no image', () => standardise(none, none), /images/],
    ['half a record', () => parseBatch(new ArrayBuffer(3000), 'a.bin', 1), /a\.bin.*3073.*3000/],
    ['no image of a batch', () => parseBatch(new ArrayBuffer(3073), 'a.bin', 0), /images.*but 0/],
  ],
  randomness: [
    ['a seed that is none', () => randomStream(Number.NaN, 'x'), /seed.*NaN/],
    ['a number below 0', () => randomStream(1, 'x').integer(0), /bound.*but 0/],
    ['half a permutation', () => randomStream(1, 'x').permutation(2.5), /2\.5/],
    ['a walk of one point', () => randomWalk(1, 5, 1), /points.*but 1/],
    ['a walk nowhere', () => randomWalk(5, 0, 1), /size.*but 0/],
    ['half a component', () => randomWalkExplained(5, { centred: true, count: 1.5 }), /1\.5/],
  ],
  training: [
    [
      'an unknown optimiser',
      () => checkOptimiser(as('lion'), optimiserDefaults('sgd')),
      /sgd, momentum.*lion/,
    ],
    ['defaults of none', () => optimiserDefaults(as('lion')), /sgd, momentum.*lion/],
    [
      'momentum of 1',
      () => checkOptimiser('momentum', { ...optimiserDefaults('sgd'), momentum: 1 }),
      /momentum.*but 1/,
    ],
    [
      'a batch beyond the samples',
      () =>
        first(
          train(
            { ...e, training: { ...e.training, batch: 99 } },
            quadraticSpec,
            dataset.train,
            executor,
          ),
        ),
      /16 training samples, but 99/,
    ],
    [
      'a batch of none',
      () =>
        first(
          train(
            { ...e, training: { ...e.training, batch: 0 } },
            quadraticSpec,
            dataset.train,
            executor,
          ),
        ),
      /batch.*0/,
    ],
    [
      'steps that are none',
      () =>
        first(
          train(
            { ...e, training: { ...e.training, steps: Number.NaN } },
            quadraticSpec,
            dataset.train,
            executor,
          ),
        ),
      /steps.*NaN/,
    ],
    [
      'a state of others',
      () =>
        first(
          train(e, quadraticSpec, dataset.train, executor, {
            resume: { ...state, parameters: short },
          }),
        ),
      /does not fit.*17.*3/,
    ],
    [
      'a state that diverged',
      () =>
        first(
          train(e, quadraticSpec, dataset.train, executor, {
            resume: { ...state, parameters: broken },
          }),
        ),
      /finite/,
    ],
    [
      'a chunk of no time',
      () => first(train(e, quadraticSpec, dataset.train, executor, { chunkTime: 0 })),
      /chunk.*but 0/,
    ],
    ['rates before the first', () => learningRates(e.training, -1, 3), /first step.*-1/],
    [
      'rates of an unknown schedule',
      () =>
        learningRates(
          { ...e.training, schedule: { ...e.training.schedule, name: as('poly') } },
          0,
          3,
        ),
      /constant, cosine.*poly/,
    ],
    [
      'an infinite rate',
      () => learningRates({ ...e.training, learningRate: 1 / 0 }, 0, 3),
      /learning rate.*Infinity/,
    ],
    ...(
      [
        ['warmup', Number.NaN, /warm-up.*NaN/],
        ['factor', -1, /factor.*-1/],
        ['milestones', [0.5, 1 / 0], /milestone.*Infinity/],
      ] as const
    ).map(
      ([field, value, words]): Case => [
        `a schedule whose ${field} is ${value}`,
        () =>
          learningRates(
            { ...e.training, schedule: { ...e.training.schedule, [field]: value } },
            0,
            3,
          ),
        words,
      ],
    ),
    [
      'rates of a run of no length',
      () => learningRates({ ...e.training, steps: Number.NaN }, 0, 3),
      /steps.*NaN/,
    ],
    ['half a step', () => new SampleOrder(1, 16, 8).steps(0.5, 1), /first step.*0\.5/],
    ['an order of no samples', () => new SampleOrder(1, 0, 8), /samples.*but 0/],
    ['an order of no batch', () => new SampleOrder(1, 16, 0), /batch.*but 0/],
    [
      'initial values of an unknown optimiser',
      () =>
        initialState({ ...e, training: { ...e.training, optimiser: as('lion') } }, quadraticSpec),
      /sgd, momentum.*lion/,
    ],
    [
      'an evaluation of others',
      () => evaluate(quadraticSpec, { ...state, parameters: short }, dataset, executor),
      /17.*3/,
    ],
    [
      'data of another shape',
      () => carryOut(e, { ...dataset, train: { ...dataset.train, x: short } }, executor),
      /numbers.*3/,
    ],
  ],
  landscapes: [
    [
      'a direction of a seed that is none',
      () => randomDirection(quadraticSpec, Number.NaN, 0),
      /seed.*NaN/,
    ],
    ['a negative direction', () => randomDirection(quadraticSpec, 1, -1), /index.*-1/],
    ['solutions of two networks', () => directionTowards(theta, short), /17 and 3/],
    ['a solution that is none', () => directionTowards(theta, broken), /finite/],
    ['a short direction', () => normaliseDirection(short, theta, quadraticSpec, 'filter'), /17.*3/],
    [
      'a direction that is none',
      () => normaliseDirection(broken, theta, quadraticSpec, 'filter'),
      /finite/,
    ],
    [
      'an unknown normalisation',
      () => normaliseDirection(other, theta, quadraticSpec, as('unit')),
      /none, filter.*unit/,
    ],
    [
      'unknown bias handling',
      () => normaliseDirection(other, theta, quadraticSpec, 'filter', { biasAndNorm: as('drop') }),
      /zero, keep.*drop/,
    ],
    ['an axis of no points', () => axis([0, 1], 0), /points.*but 0/],
    ['an axis to nowhere', () => axis([0, Number.NaN], 3), /NaN/],
    ['an axis backwards', () => axis([1, -1], 3), /smaller to a larger/],
    ['a grid of no points', () => refinement(0, 5), /points.*but 0/],
    ['more samples than there are', () => firstSamples(dataset.train, 17), /17.*16/],
    ['no samples', () => firstSamples(dataset.train, 0), /samples.*but 0/],
    [
      'a path of one point for a plane',
      () =>
        planeOf(
          { ...e, landscape: { ...e.landscape, directions: 'pca' } },
          quadraticSpec,
          state,
          dataset,
          { executor, path: [theta] },
        ),
      /at least 3 checkpoints, but 1/,
    ],
    [
      'no other solution',
      () =>
        planeOf(
          { ...e, landscape: { ...e.landscape, directions: 'solution' } },
          quadraticSpec,
          state,
          dataset,
          { executor },
        ),
      /needs one, but none/,
    ],
    [
      'itself as the other solution',
      () =>
        planeOf(
          { ...e, landscape: { ...e.landscape, directions: 'solution' } },
          quadraticSpec,
          state,
          dataset,
          { executor, other: theta },
        ),
      /the network itself/,
    ],
    [
      'unknown directions',
      () =>
        planeOf(
          { ...e, landscape: { ...e.landscape, directions: as('up') } },
          quadraticSpec,
          state,
          dataset,
          { executor },
        ),
      /random, .*up/,
    ],
    [
      'a plane through others',
      () => planeThrough(quadraticSpec, [theta, short], point.samples),
      /17 and 3/,
    ],
    [
      'a plane of another spec',
      () => planeThrough(mlpSpec(), [theta, other], point.samples),
      /parameters.*17/,
    ],
    [
      'a slice of no directions',
      () => first(slice({ ...plane, directions: [] }, square, executor)),
      /directions.*but 0/,
    ],
    [
      'a slice along a short one',
      () => first(slice({ ...plane, directions: [short] }, line, executor)),
      /17.*3/,
    ],
    [
      'a slice along one that is none',
      () => first(slice({ ...plane, directions: [broken] }, line, executor)),
      /finite/,
    ],
    ['a plane of one direction', () => first(slice(plane, square, executor)), /2 directions.*1/],
    [
      'a slice of no grid',
      () => first(slice(plane, { x: new Float64Array(0), y: line.y }, executor)),
      /points.*but 0/,
    ],
    ['a slice in no time', () => first(slice(plane, line, executor, 0)), /time.*but 0/],
    [
      'losses of others',
      () =>
        lossesOf(
          [{ parameters: short, running: none }],
          quadraticSpec,
          point.samples,
          'batch',
          executor,
        ),
      /17.*3/,
    ],
    [
      'a line between two kinds',
      () =>
        interpolate(
          [
            { parameters: theta, running: none },
            { parameters: short, running: none },
          ],
          [0],
          quadraticSpec,
          point.samples,
          'batch',
          executor,
        ),
      /17 and 3/,
    ],
    [
      'a line to nowhere',
      () =>
        interpolate(
          [
            { parameters: theta, running: none },
            { parameters: other, running: none },
          ],
          [0, Number.NaN],
          quadraticSpec,
          point.samples,
          'batch',
          executor,
        ),
      /finite.*NaN/,
    ],
    ['decay around what is none', () => decayTerm({ ...plane, centre: broken }, line, 1), /finite/],
    [
      'decay on a grid of none',
      () => decayTerm(plane, { ...line, x: Float64Array.of(Number.NaN) }, 1),
      /coordinates.*finite/,
    ],
    [
      'a slice on a grid of none',
      () => first(slice(plane, { ...line, x: Float64Array.of(0, 1 / 0) }, executor)),
      /coordinates.*finite.*Infinity/,
    ],
    ['decay below 0', () => decayTerm(plane, line, -1), /weight decay.*-1/],
    ['decay along none', () => decayTerm({ ...plane, directions: [] }, line, 1), /direction.*0/],
    [
      'decay along a short one',
      () => decayTerm({ ...plane, directions: [short] }, line, 1),
      /17.*3/,
    ],
  ],
  measures: [
    [
      'losses that do not fit',
      () => surfaceMeasures({ ...square, loss: short, classes: 2 }),
      /25 losses, but 3/,
    ],
    ['one class', () => surfaceMeasures({ ...square, loss: flat, classes: 1 }), /classes.*but 1/],
    [
      'an axis that does not rise',
      () => surfaceMeasures({ x: square.x.slice().reverse(), y: square.y, loss: flat, classes: 2 }),
      /evenly.*rise|rise.*evenly/,
    ],
    [
      'a loss below 0',
      () => surfaceMeasures({ ...square, loss: flat.map(() => -1), classes: 2 }),
      /below 0.*-1/,
    ],
    [
      'no samples',
      () => surfaceMeasures({ ...square, loss: flat, classes: 2, samples: 0 }),
      /samples.*but 0/,
    ],
    ['minima of another grid', () => persistentMinima(new Float64Array(7), 5, 5, 0.1), /25.*7/],
    ['minima of no depth', () => persistentMinima(new Float64Array(25), 5, 5, Number.NaN), /NaN/],
    ['a basin of another grid', () => basinOf(square, short, 1), /25 losses, but 3/],
    ['a basin of no rim', () => basinOf(square, flat, Number.NaN), /level.*NaN/],
    [
      'a sublevel set of another grid',
      () => sublevel({ ...square, loss: short }, 1),
      /25 losses, but 3/,
    ],
    ['a sublevel set of no rim', () => sublevel({ ...square, loss: flat }, Number.NaN), /NaN/],
  ],
  trajectories: [
    ['one point', () => pca([theta], { centred: true }), /2 points, but 1/],
    ['unequal points', () => pca([theta, short], { centred: true }), /17 and 3/],
    ['no component', () => pca([theta, other], { centred: true, count: 0 }), /components.*but 0/],
    [
      'another origin',
      () => pca([theta, other], { centred: false, origin: short, count: 1 }),
      /17.*3/,
    ],
    [
      'a path that stands still',
      () => pca([theta, theta], { centred: false, count: 1 }),
      /does not move/,
    ],
    ['a projection on nothing', () => project([theta], theta, []), /at least one/],
    ['a projection of others', () => project([short], theta, [other]), /17.*3/],
    ['a projection of what is none', () => project([broken], theta, [other]), /finite/],
    ['a projection around what is none', () => project([theta], broken, [other]), /centre.*finite/],
    ['a projection on what is none', () => project([theta], theta, [broken]), /direction.*finite/],
    ['a coordinate that is none', () => pointOfPlane(theta, [other], [Number.NaN]), /finite.*NaN/],
    ['coordinates too few', () => pointOfPlane(theta, [other], []), /1 .*0/],
    ['a plane of others', () => pointOfPlane(theta, [short], [1]), /17.*3/],
    ['a basis of dependent ones', () => orthonormal([theta, theta]), /dependent/],
    ['a basis of unequal ones', () => orthonormal([theta, short]), /3 and 17/],
    ['steps of one point', () => stepParts([theta]), /2 or more points/],
    ['steps of unequal points', () => stepParts([theta, short]), /3/],
    ['an origin of others', () => stepParts([theta, other], short), /3/],
    ['an origin that is none', () => stepParts([theta, other], broken), /origin.*finite/],
    ['steps that are none', () => stepParts([theta, broken]), /finite/],
    ['a recorder of no interval', () => new CheckpointRecorder({ every: 0 }), /interval.*but 0/],
    [
      'a checkpoint before the first',
      () =>
        new CheckpointRecorder({ every: 1 }).offer({ step: -1, parameters: theta, running: none }),
      /step.*-1/,
    ],
    ['a path of others on a plane', () => pathOnPlane(pathOf(short), plane, executor), /17.*3/],
    [
      'angles of one point',
      () => pathAngles([theta], plane, executor, { weightDecay: 0 }),
      /2 or more/,
    ],
    [
      'angles with decay that is none',
      () => pathAngles([theta, other], plane, executor, { weightDecay: Number.NaN }),
      /weight decay.*NaN/,
    ],
  ],
  curvature: [
    ['products with 0', () => hessianOperator(point, executor)(new Float64Array(size)), /length/],
    [
      'products with a short vector',
      () => hessianOperator(point, executor)(new Float32Array([1, 2, 3])),
      /17.*3/,
    ],
    [
      'an unknown method',
      () => hessianOperator(point, executor, as('magic')),
      /exact, differences.*magic/,
    ],
    [
      'a tolerance that is none',
      () => hessianSpectrum(point, executor, { tolerance: Number.NaN }),
      /tolerance.*NaN/,
    ],
    [
      'more eigenvalues than there are',
      () => hessianSpectrum(point, executor, { largest: 18 }),
      /0 to 17, but 18/,
    ],
    ['one probe', () => hessianTrace(point, executor, { probes: 1 }), /probes.*but 1/],
    ['a ball of no size', () => sharpness(point, executor, { radius: 0 }), /radius.*but 0/],
    [
      'a ball around nothing',
      () => sharpness({ ...point, parameters: broken }, executor, { radius: 0.1 }),
      /finite/,
    ],
    [
      'a map of no points',
      () => first(curvatureMap(plane, { x: new Float64Array(0), y: line.y }, executor)),
      /points.*but 0/,
    ],
    [
      'a map of a plane of one direction',
      () => first(curvatureMap(plane, square, executor)),
      /2 directions.*1/,
    ],
    [
      'ratios that do not fit',
      () => convexityRatio({ ...line, largest: theta, smallest: short }),
      /17.*3/,
    ],
    ['a rate of 0', () => stabilityThreshold('sgd', 0, 0), /rate.*but 0/],
    ['momentum above 1', () => stabilityThreshold('momentum', 0.1, 2), /momentum.*but 2/],
    ['an unknown optimiser', () => stabilityThreshold(as('lion'), 0.1, 0), /sgd, momentum.*lion/],
    ['an operator of no size', () => new Lanczos(0, 1), /size.*but 0/],
    ['a product of another size', () => new Lanczos(3, 1).push(new Float64Array(2)), /3.*2/],
    [
      'a product that is none',
      () => new Lanczos(2, 1).push(Float64Array.of(1, Number.NaN)),
      /finite/,
    ],
    ['vectors of unequal length', () => dot(theta, short), /17 and 3/],
    ['differences of unequal length', () => difference(theta, short), /17 and 3/],
    ['angles of unequal length', () => cosine(theta, short), /17 and 3/],
    ['sums of unequal length', () => addScaled(theta, 1, short), /17 and 3/],
  ],
  'gradient flow': [
    [
      'a gradient of few parameters',
      () => gradientAt({ ...point, parameters: short }, executor),
      /17.*3/,
    ],
    [
      'a gradient that is none',
      () => gradientAt({ ...point, parameters: broken }, executor),
      /finite/,
    ],
    [
      'a gradient at an unknown place',
      () => gradientAt({ ...point, taps: [as('head')] }, executor),
      /input, output.*head/,
    ],
    ['decay of others', () => regularisedGradient(theta, short, 1), /17 and 3/],
    [
      'decay that is none',
      () => regularisedGradient(theta, theta, Number.NaN),
      /weight decay.*NaN/,
    ],
    [
      'flow through few parameters',
      () => gradientFlow({ ...point, parameters: short }, executor),
      /17.*3/,
    ],
    [
      'terms of few parameters',
      () => blockTerms({ ...point, parameters: short }, executor),
      /17.*3/,
    ],
    [
      'a line of other inputs',
      () => shatteredGradients(point, executor, { from: short, to: short }),
      /2 numbers each, but 3/,
    ],
    [
      'a line that is a point',
      () =>
        shatteredGradients(point, executor, {
          from: Float32Array.of(1, 2),
          to: Float32Array.of(1, 2),
        }),
      /different/,
    ],
    [
      'a class that is not there',
      () =>
        shatteredGradients(point, executor, {
          from: Float32Array.of(0, 0),
          to: Float32Array.of(1, 1),
          label: 2,
        }),
      /class.*0 to 1, but 2/,
    ],
  ],
};

for (const [group, all] of Object.entries(cases)) {
  describe(`nonsense for ${group} is refused in words`, () => {
    test.each(all)('%s', async (_, call, words) => {
      let caught: unknown;
      try {
        await call();
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(InputError);
      expect((caught as Error).message).toMatch(words);
    });
  });
}
