import { address } from './en/address';
import { fields } from './en/fields';
import { lab } from './en/lab';
import { plural } from './en/plural';

/*
 * What the site's own parts say in English. Titles, captions and prose are in content/, the names of
 * a figure's settings in its definition. Numbers and signs are not words: they stay in the code.
 */

export const en = {
  /** For numbers and dates. */
  locale: 'en',

  site: {
    chapter: (n: number) => `Chapter ${n}`,
    colophon: 'Depth and Trainability, an online lecture. Text and code under the MIT licence.',
    claims: 'The claims, measured',
    teaching: 'Reading and teaching',
    glossary: 'Glossary',
    /** What a browser lacks stands for the dots. */
    browserNeeds:
      'This browser is too old for the figures to come alive: it lacks …. The text, the formulas and the recorded pictures are all here; to train networks, open the page in a current Firefox, Chrome, Edge or Safari.',
    browserWants: 'This browser lacks …: the figures work, but networks train slowly in it.',
  },

  /** Controls that all figures share. */
  ui: {
    left: (time: string) => `${time} left`,
    time: {
      brief: 'under 1 s',
      seconds: (n: number) => `${n} s`,
      minutes: (n: number) => `${n} min`,
      hours: (n: number) => `${n} h`,
      days: (n: number) => plural(n, 'day', 'days'),
    },
    wholeNumber: (min: number, max: number) => `a whole number, ${min} to ${max}`,
    allNumbers: 'All numbers as CSV',
    player: {
      play: 'Play',
      pause: 'Pause',
      back: 'One back',
      on: 'One on',
      speed: 'Speed',
      nothing: 'nothing yet',
    },
  },

  figure: {
    name: 'Figure',
    step: (n: string) => `step ${n}`,
    loss: (value: string) => `loss ${value}`,
    more: 'More settings',
    nextSeed: 'Next seed',
    reset: 'Reset',
    stop: 'Stop',
    again: (verb: string) => `${verb} again`,
    train: 'Train',
    continue: 'Continue',
    wholeSurface: 'Whole surface',
    wholeMap: 'Whole map',
    heightAndColour: 'Height and colour',
    oneScale: 'one scale',
    oneEach: 'one each',
    difference: 'Difference of the first two',
    hidden: 'hidden',
    shown: 'shown',
    stepOfSurfaces: 'Step of the surfaces',
    stepOfLines: 'Step',
    measuredValues: (figure: string) => `Measured values: ${figure}`,
    measured: 'Measured',
    overSeeds: (n: number) => `Mean ± sd, ${n} seeds`,
    none: 'n/a',
  },

  /** Where a panel’s run or surface comes from, if it is none of this visit. */
  origin: {
    recorded: 'recorded',
    kept: 'kept',
    file: 'from a file',
    weights: 'weights from a file',
  },

  backend: {
    label: 'Compute with',
    auto: 'best on this machine',
    cpu: 'JavaScript (slow)',
    computing: (what: string) => `Computing with ${what}`,
    idle: 'Not computing yet',
    lacking: {
      webgpu: ' This browser has no WebGPU.',
      adapter: ' This browser has WebGPU, but no graphics adapter for it.',
      hardware: ' WebGPU has only a software adapter here, which is slower.',
    },
    opByOp: ', op by op',
    kernels: ', with our own kernels',
  },

  status: {
    fetching: 'Fetching the data…',
    training: 'Training',
    stepOf: (n: string, of: string) => `step ${n} of ${of}`,
    surfaces: 'Measuring the surfaces',
    points: (size: string, samples: number) => `${size} points, ${samples} samples each`,
    done: 'All networks trained, all surfaces measured.',
    doneButDiverged: 'All surfaces measured; not every network trained to its end.',
    diverged: (name: string, step: string) => `${name}, diverged at ${step}`,
    atChance: (name: string, loss: string, classes: number, flat: boolean) =>
      `${name}: the network has learnt nothing. Its training loss is ${loss} nats, and guessing gives ln ${classes} = ${Math.log(classes).toFixed(2)}. ${
        flat
          ? 'It is dead: its surface is flat, so that there is no shape to measure, and all that describes one reads “n/a”.'
          : 'It lies in no valley, so that the radius reads “n/a”; other numbers of the surface are those of where it is stuck.'
      }`,
    goesOn: (time: string, step: string) => `The run of ${time} goes on from step ${step}.`,
    wasLeft: (time: string, step: string) =>
      `The run of ${time} was left at step ${step}. Press Continue to go on with it.`,
    stoppedAt: (step: string) => `Stopped at step ${step}; what was computed stays.`,
    analysing: 'Analysing what was measured…',
    recordedOnly:
      'Recorded with “npm run record -- --all”: too long for a browser. Drag a relief to turn it.',
    recorded: 'A recorded run. Drag a relief to turn it; press Train for a run of your own.',
    ready: 'Press Train to start from the same initial values.',
    measuring: 'Measuring',
    measured: 'Measured.',
    stopped: 'Stopped; what was measured stays.',
    recordedValues: (verb: string) => `Recorded values. Press ${verb} for your own.`,
    firstLines: 'The first lines come in a moment.',
    press: (verb: string) => `Press ${verb} to see these settings.`,
  },

  measures: {
    trainingLoss: {
      name: 'Training loss',
      meaning: 'mean cross-entropy over all training samples, in nats',
    },
    trainingError: {
      name: 'Training error',
      meaning: 'share of the training samples classified wrong',
    },
    testError: { name: 'Test error', meaning: 'share of the test samples classified wrong' },
    ev: {
      name: 'Unevenness EV',
      meaning:
        'how far the rows and columns of the surface are from having one valley each; 0: one',
    },
    laplacian: {
      name: 'Roughness Lap',
      meaning: 'mean absolute Laplacian of the log surface, in units of its range',
    },
    minima: {
      name: 'Minima',
      meaning: 'local minima deeper than 2% of the range of the log surface',
    },
    radius: {
      name: 'Radius r',
      meaning:
        'mean distance from the centre at which the loss has risen by half of ln C; larger is flatter',
    },
  },

  /** What a reader can take home. */
  take: {
    title: 'Numbers and pictures',
    png: 'Picture (PNG)',
    svg: 'Drawing (SVG)',
    surface: (name: string) => `Numbers of the surface: ${name}`,
    loss: 'Numbers of the training loss',
    numbers: (title: string) => `Numbers: ${title}`,
    nothing: 'Nothing measured yet.',
    lossOf: (name: string) => `loss of ${name}`,
    batchLoss: 'Batch loss in nats',
    copyLink: 'Copy link to this state',
    copied: 'Link copied',
    copyThis: 'Copy this address:',
    present: 'Present',
    leave: 'Leave presentation',
    take: 'Take',
    as: 'as',
    takeAs: (name: string) => `Take ${name} as`,
    save: 'Save',
    nothingToSave: 'There is nothing to save yet.',
    run: 'run file (safetensors)',
    surfaceAs: (format: string) => `surface: ${format}`,
    log: 'loss by step: CSV',
    experiment: 'experiment: JSON',
    formats: {
      csv: 'Table (CSV)',
      npz: 'NumPy (NPZ)',
      npy: 'NumPy (NPY)',
      h5: 'HDF5 of Li et al.',
      vtp: 'ParaView (VTP)',
      obj: '3D model (OBJ)',
      stl: '3D print (STL)',
    },
  },

  /** Under a figure's caption: what was measured with its defaults over a few seeds. */
  spread: {
    measured: 'Measured',
    with: (of: string) => `with these settings, ${of}:`,
    seeds: (seeds: string) => `seeds ${seeds}, mean ± standard deviation`,
    recorded: 'one recording each, so without a spread',
    statement: (number: number) => `Statement ${number}`,
    all: 'All values',
    allOf: (figure: string) => `All values over seeds: ${figure}`,
    meanAndDeviation: 'Mean ± sd',
    none: 'n/a',
    takes: (seconds: string) =>
      `One run takes ${seconds} seconds of one processor core; two cores share it.`,
    file: 'From one file',
    writtenBy: 'which is written by',
  },

  claims: {
    run: 'Run it here',
    again: 'Run it again',
    fresh: (n: number) => `with ${n} fresh seeds, in your browser`,
    trying: (first: number | undefined, last: number | undefined) =>
      `Trying seeds ${first} to ${last}`,
    recordings: (n: number) => `measures our ${n} pairs of recordings again, in your browser`,
    measuring: 'Measuring',
    few: 'Few seeds make wide intervals; that yours decides otherwise is information all the same.',
  },

  /** What plots say to those who do not see them, and the little that stands on them. */
  plot: {
    resetView: 'Reset view',
    contourMap: 'contour map',
    surfacePlot: 'surface plot',
    withoutWebGl: 'Drawn without WebGL, less finely.',
    lineChart: 'line chart',
    contourKeys: 'Arrow keys move the crosshair, Escape takes it away.',
    zoomKeys: 'Enter looks closer at it. With the mouse, drag a rectangle.',
    curvesKeys: 'Left and right arrow keys read the values point by point, Home and End the ends.',
    reliefKeys:
      'Arrow keys move the crosshair. With Shift they turn the view. Plus and minus zoom, ' +
      'W, A, S and D shift, 0 resets the view, Escape takes the crosshair away.',
    value: 'value',
    theValue: 'The value',
    theLine: 'The line',
    notComputed: 'not computed',
    notYet: 'Not computed yet.',
    noValues: 'no values yet',
    points: (nx: number, ny: number) => `${nx} by ${ny} points.`,
    runs: (
      name: string,
      least: string,
      x: readonly [string, string],
      y: readonly [string, string],
      most: string,
      middle: string,
    ) =>
      `${name} runs from ${least}, at ${x[0]} ${x[1]} and ${y[0]} ${y[1]}, to ${most}; ` +
      `in the middle it is ${middle}.`,
    noHollow: 'No hollow lies within the grid: it slopes to the rim.',
    oneHollow: 'It has a single hollow.',
    hollows: (n: number) => `It is uneven: ${n} points lie lower than all around them.`,
    missing: (share: number) => `${share} per cent of its points have no value yet.`,
    over: (value: string) => `Values above ${value} are cut off.`,
    under: (value: string) => `Values below ${value} are drawn at the low end.`,
    logarithmic: 'The scale is logarithmic.',
    linear: 'The scale is linear.',
    path: (n: number, from: string, to: string, now: string) =>
      `A path of ${n} points leads from ${from} to ${to}${now && `; it is now at ${now}`}.`,
    reading: (
      name: string,
      z: string,
      x: readonly [string, string],
      y: readonly [string, string],
    ) => `${name} ${z} at ${x[0]} ${x[1]}, ${y[0]} ${y[1]}`,
    chart: (y: string, x: string, lines: number) =>
      `${y} over ${x}, ${lines === 1 ? 'one line' : `${lines} lines`}.`,
    clouds: (y: string, x: string, clouds: number) =>
      `${y} over ${x}, ${clouds === 1 ? 'one cloud of points' : `${clouds} clouds of points`}.`,
    at: (y: string, x: string) => `${y} at ${x}`,
    line: (name: string, from: string, to: string, least: string) =>
      `${name} goes from ${from} to ${to}; its least value is ${least}.`,
    dots: (name: string, points: number, from: string, to: string, least: string) =>
      `${name}: ${points} points, from ${from} to ${to}; the least is ${least}.`,
  },

  address,
  fields,
  lab,
};
