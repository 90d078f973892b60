/** What is measured of every run; the columns of a chart are its own. */
export const measures = {
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
    meaning: 'how far the rows and columns of the surface are from having one valley each; 0: one',
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
};
