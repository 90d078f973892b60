/** On and about the panels of networks side by side. */
export const comparison = {
  /** Of a surface: the two directions, and what is drawn over them. */
  axes: { x: 'direction 1', y: 'direction 2', z: 'loss' },
  lossAxis: 'loss (nats)',
  batchLossAxis: 'batch loss (nats)',
  stepAxis: 'step',
  surface: (name: string) => `Loss surface: ${name}`,
  alongLine: 'Loss along the line',
  trainingLoss: 'Training loss against the step',
  quotient: 'log₁₀ of the quotient of the losses',
  over: (first: string, second: string) => `${first} over ${second}`,
  region: 'Region',
  /** A recorded run, for those who do not see its picture. */
  run: (what: string, steps: number, loss: string, error: string) =>
    `Loss surface of ${what} after ${steps} steps: training loss ${loss}, test error ${error}.`,
  map: (run: string, surface: string) => `Contour map. ${run} ${surface}`,
  /** The two surfaces that open the lecture. */
  opening: {
    plain: { name: 'Plain', what: 'a plain network of 32 layers' },
    skip: {
      name: 'With skip connections',
      what: 'the same network with skip connections',
    },
  },
};
