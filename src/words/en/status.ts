/** What goes on in a figure, and what a reader can do. */
export const status = {
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
  recordedOnly: 'Recorded with “npm run record -- --all”: too long for a browser.',
  recorded: 'A recorded run. Press Train for a run of your own.',
  turn: 'Drag a relief to turn it.',
  ready: 'Press Train to start from the same initial values.',
  measuring: 'Measuring',
  measured: 'Measured.',
  stopped: 'Stopped; what was measured stays.',
  recordedValues: (verb: string) => `Recorded values. Press ${verb} for your own.`,
  firstLines: 'The first lines come in a moment.',
  press: (verb: string) => `Press ${verb} to see these settings.`,
};
