import { plural } from './plural';

/*
 * The lab: any experiment set up, trained, swept, kept and compared. Numbers come written as the
 * language writes them wherever that depends on it.
 */

export const lab = {
  title: 'Your experiment',
  lead: 'Choose where to start, change what you like, press Train. Everything is computed on your device.',

  /** A label inside a sentence, and where what it names is left out. */
  within: (label: string) => label.toLowerCase(),
  without: (label: string) => `no ${label.toLowerCase()}`,
  /** “8 layers”, “width 16”. */
  countOf: (value: string, label: string) => `${value} ${label.toLowerCase()}`,
  valueOf: (value: string, label: string) => `${label.toLowerCase()} ${value}`,

  groups: {
    data: 'Data',
    network: 'Network',
    init: 'Initial values',
    training: 'Training',
    landscape: 'Surface',
    analysis: 'Analyses',
  },

  presets: {
    'skip-or-no-skip': 'Skip or no skip',
    depth: 'Four depths',
    normalisation: 'Four normalisations',
    directions: 'Four pairs of directions',
    'fair-comparison': 'Equally trained',
    width: 'Narrow and wide',
    'batch-size': 'Batch size and weight decay',
    convolutional: 'Convolutional (takes minutes)',
  },
  startFrom: 'Start from',
  yourOwn: 'your own set-up',
  measure: 'Measure',
  ready: 'Press Train to run these experiments.',
  readyRecorded: 'Recorded runs. Change what you like, and press Train.',
  unchanged: (trouble: string) => `${trouble} Nothing was changed.`,
  looks: 'How it is shown, what computes',
  takeAway: 'Take away',

  /** The experiments side by side. */
  editor: {
    title: 'Experiments',
    duplicate: 'Duplicate',
    remove: 'Remove',
    more: 'More of this experiment',
    name: 'Name',
    changeIsFor: 'A change is for',
    one: 'this one',
    all: 'all',
    no: 'no',
    yes: 'yes',
    unnamed: (n: number) => `experiment ${n}`,
    /** In a line, for lists. */
    summary: {
      network: (depth: number, kind: string, skip: string) => `${depth} layers, ${kind}, ${skip}`,
      convolutional: 'convolutional',
      steps: (n: string) => `${n} steps`,
      seed: (n: number) => `seed ${n}`,
    },
    full: (most: number) => `Up to ${most} experiments stand side by side. Remove one first.`,
  },

  /** What a run would take, before it is begun. */
  cost: {
    estimate: (time: string, memory: string) => `about ${time} here, ${memory}`,
    megabytes: (n: string) => `${n} MB`,
    gigabytes: (n: string) => `${n} GB`,
    tooLarge: (memory: string, most: string) =>
      `This would need about ${memory} of memory, and a page should not ask this device for more than ${most}. Take fewer samples, a smaller batch or a smaller network; or take the experiment away and record it without a browser.`,
    tooLong: (time: string) =>
      `This would take about ${time} here. Take fewer steps, samples or points; or take the experiment away and record it without a browser.`,
    question: (estimate: string) => `This takes ${estimate}. The page must stay open meanwhile.`,
    go: 'Start it',
    notNow: 'Not now',
  },

  /** The reader’s files. */
  files: {
    open: 'Open files…',
    label: 'Files to open',
    drop: 'Drop to open',
    orDrop: 'or drop them here',
    opening: 'Opening…',
    openingOne: (file: string) => `Opening ${file}…`,
    tooMany: (most: number, came: number) =>
      `Up to ${most} files are opened at once, but ${came} came.`,
    line: (points: number) => `a line of ${points} points`,
    surface: (x: number, y: number) => `a surface of ${x} × ${y} points`,
    opened: (file: string, what: string) => `${file} is ${what}.`,
    openedWithGaps: (file: string, what: string, missing: number) =>
      `${file} is ${what}; ${missing} of them are missing and left blank.`,
    run: (file: string) => `${file} is a run of this site; it stands beside the experiments.`,
    experiment: (file: string) => `The experiment of ${file} is set up. Press Train to run it.`,
    path: (file: string, points: number) =>
      `${file} is a trajectory of ${points} points. Drop its surface too, and it lies on that.`,
    pathOn: (file: string, points: number, surface: string) =>
      `The trajectory of ${file}, ${points} points, lies on ${surface}.`,
    weights: (file: string) => `The weights of ${file} fit the network; its surface is measured.`,
    misfit: {
      shape: (file: string, tensor: string, wanted: string, came: string) =>
        `${file} does not fit the network that is set up: “${tensor}” should be float32 of shape [${wanted}], but the file has the shape [${came}] there. Set family, layers, width and data as in the network of the file.`,
      missing: (file: string, tensor: string, wanted: string) =>
        `${file} does not fit the network that is set up: “${tensor}” should be float32 of shape [${wanted}], but the file has no tensor of that name. Set family, layers, width and data as in the network of the file.`,
      statistics: (file: string, size: number) =>
        `${file} has no tensor “running” of ${size} numbers, the running statistics of the batch norms. Let batch norm go by the samples, under “More”, “Surface”.`,
    },
    cifar: {
      missing: (file: string, have: string) =>
        `CIFAR-10 is not part of this site, so its files must be yours: drop data_batch_1.bin and test_batch.bin of its “binary version” here. ${file} is missing; so far there is ${have || 'none of its files'}.`,
      holds: (file: string, images: string) => `${file} holds ${images} images of CIFAR-10.`,
      rest: (files: readonly string[]) =>
        `${files.join(' and ')} must come too before it can be used.`,
      complete: 'Choose “CIFAR-10” as the data of an experiment.',
    },
  },

  /** What stands beside the experiments. */
  beside: {
    title: 'Beside the experiments',
    layer: 'Shown',
    classes: 'Classes',
    setUp: 'Set up',
    remove: 'Remove',
    run: (origin: string) => `a run, ${origin}`,
    line: (points: number) => plural(points, 'point', 'points'),
    surface: (x: number, y: number) => `${x} × ${y} points`,
    missing: (n: number) => `${n} missing`,
    path: (points: number) => `a path of ${points} points`,
    lowest: (value: string, place: string) => `lowest ${value} at (${place})`,
    nothing: 'no finite value',
    full: (most: number) =>
      `Up to ${most} surfaces stand beside the experiments. Take one away first.`,
  },

  sweep: {
    title: 'Sweep: one field, several values, several seeds',
    vary: 'Vary',
    fieldOf: (group: string, label: string) => `${group}: ${label.toLowerCase()}`,
    values: 'over the values',
    seedsEach: 'seeds each',
    run: 'Run the sweep',
    stop: 'Stop the sweep',
    plan: (runs: number, estimate: string) => `${plural(runs, 'run', 'runs')}, ${estimate}`,
    what: 'Sweep',
    progress: (done: number, of: number) => `${done} of ${of} runs`,
    measured: (done: number, of: number) => `${done} of ${of} runs measured.`,
    results: 'Results of the sweep',
    caption: 'Mean ± standard deviation over the seeds',
    seeds: 'Seeds',
    csv: 'All runs as CSV',
    wrongCount: (most: number, came: number) =>
      `1 to ${most} values were expected, but ${came} came.`,
  },

  /** Runs that the browser keeps. */
  kept: {
    title: (n: number) => `Kept runs (${n})`,
    label: 'Kept runs',
    none: 'Every run that comes to its end is kept here, in this browser alone.',
    run: 'Run',
    actions: 'What to do with it',
    nameOf: (name: string) => `Name of the run ${name}`,
    compare: 'Compare',
    setUp: 'Set up',
    save: 'Save',
    delete: 'Delete',
    reallyDelete: 'Really delete',
    letGo: 'The browser has let the file of this run go.',
    letGoTrain: 'The browser has let the file of this run go. Set it up and train it again.',
    notKept: (trouble: string) =>
      `${trouble} New runs stay in the list until the page is left; take away what you need.`,
  },

  analyses: {
    title: 'Analyses',
    column: 'Analysed',
    largest: 'Largest eigenvalues of the Hessian',
    smallest: 'Smallest eigenvalues',
    tolerance: 'Their tolerance',
    notMet: (products: number) => `not met within ${products} products`,
    edge: 'Edge of stability',
    trace: 'Trace',
    sharpnessMean: 'Sharpness in the ball, mean',
    sharpnessWorst: 'Sharpness in the ball, worst',
    ratio: '|λmin/λmax| over the slice, mean',
    explained: 'Path in two directions',
    explainedByWalk: 'A random walk would have',
    offPlane: 'Start of the path off the plane',
    cosLoss: '|cos| of steps and gradient',
    cosObjective: '|cos| with weight decay',
    flow: 'Gradient from last to first layer, log₁₀',
    flowThen: (before: string, after: string) => `${before}, then ${after}`,
  },

  /** What a value was expected to be. */
  value: {
    refused: (label: string, expected: string, came: string) =>
      `${label}: ${expected} was expected, but “${came}” came.`,
    noField: (path: string) => `An experiment has no field “${path}”.`,
    flag: 'true or false',
    oneOf: (options: string) => `one of ${options}`,
    orWord: (range: string, word: string) => `${range} or “${word}”`,
    twoOf: (range: string) => `two of ${range}`,
    pair: (first: string, second: string) => `${first}, and ${second},`,
    upTo: (most: number, range: string) => `up to ${most} times ${range}`,
    number: (low: number, high: number) => `a number from ${low} to ${high}`,
    whole: (low: number, high: number) => `a whole number from ${low} to ${high}`,
  },
};
