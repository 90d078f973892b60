import { describe, expect, test } from 'vitest';
import { experiment, parseExperiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';

describe('an experiment', () => {
  test('has a default for every field, and survives JSON', () => {
    const e = parseExperiment({});
    expect(e).toMatchObject({ version: 1, seed: 1, network: { depth: 32, norm: 'batch' } });
    expect(parseExperiment(JSON.parse(JSON.stringify(e)))).toEqual(e);
  });

  test('without a version is of the present one', () => {
    expect(parseExperiment({ seed: 7 }).version).toBe(1);
    expect(parseExperiment({ version: 1, seed: 7 })).toEqual(parseExperiment({ seed: 7 }));
  });

  test('of another version is refused in words', () => {
    expect(() => parseExperiment({ version: 2 })).toThrow(/version 1, but version 2.*Reload/);
    expect(() => parseExperiment({ version: 0 })).toThrow(/no such version/);
    expect(() => parseExperiment({ version: 'new' })).toThrow(/version "new"/);
  });

  test.each([
    [[], /JSON object/],
    [null, /JSON object/],
    ['{}', /JSON object/],
    [{ seed: 1.5 }, /seed.*whole number/],
    [{ seed: Number.NaN }, /seed/],
    [{ sead: 1 }, /sead/],
    [{ network: { family: 'transformer' } }, /family must be mlp or conv/],
    [{ network: { family: 'mlp', depth: 9 } }, /even, but 9/],
    [{ network: { family: 'mlp', depth: 1000 } }, /2 to 128, but 1000/],
    [{ network: { family: 'mlp', activation: 'gelu' } }, /relu, tanh/],
    [{ network: { family: 'conv', depth: 9 } }, /6n \+ 2/],
    [{ network: { family: 'conv' }, dataset: { name: 'moons' } }, /needs images/],
    [{ training: { optimiser: 'lion' } }, /sgd, momentum/],
    [{ training: { learningRate: Number.POSITIVE_INFINITY } }, /learning rate/i],
    [{ training: { batch: 2000 } }, /at most the 1024/],
    [{ landscape: { samples: 5000 } }, /holds 1024 samples, but 5000/],
    [{ landscape: { x: [1, -1] } }, /smaller to a larger/],
    [{ landscape: { points: [2000, 1] } }, /grid size.*2 to 1001, but 2000/],
    [{ landscape: { points: [500, 251] } }, /251 × 251 points, but 500 × 251/],
    [{ landscape: { directions: 'up' } }, /random, solution, pca, hessian, gradient/],
    [{ landscape: { otherSeed: 2 } }, /only directions towards another solution/],
    [{ seed: 4, landscape: { directions: 'solution', otherSeed: 4 } }, /another seed than/],
    [{ analysis: true }, /analysis/],
    [{ analysis: { surfaces: true } }, /surfaces/],
    [{ analysis: { flow: 1 } }, /Flow must be true or false/],
    [{ analysis: { curvature: { largest: 0 } } }, /1 to 50, but 0/],
    [{ analysis: { curvature: { tolerance: 0 } } }, /tolerance/],
    [{ analysis: { curvature: { probes: 1 } } }, /probes.*2 or more.*but 1/],
    [{ analysis: { curvature: { largest: 5, maxSteps: 5 } } }, /6 Lanczos steps or more, but 5/],
    [
      {
        dataset: { name: 'moons' },
        network: { family: 'mlp', depth: 2, width: 1, norm: 'none' },
        analysis: { curvature: { largest: 7 } },
      },
      /has 7 eigenvalues, but 7 of the largest and 1/,
    ],
    [
      { landscape: { directions: 'pca' }, training: { steps: 1 } },
      /3 checkpoints.*1 steps.*give 2/,
    ],
    [
      { landscape: { directions: 'pca' }, training: { steps: 100, checkpointEvery: 200 } },
      /one every 200 give 2/,
    ],
    [{ analysis: { surface: true }, landscape: { points: [2, 2] } }, /3 × 3 points or more/],
  ])('refuses %j in words', (value, words) => {
    expect(() => parseExperiment(value)).toThrow(words as RegExp);
  });

  test('normalises random directions by filter, and others not, unless it says so', () => {
    const of = (landscape: object) => parseExperiment({ landscape }).landscape;
    expect(of({})).toMatchObject({ normalisation: 'filter', biasAndNorm: 'zero' });
    expect(of({ directions: 'hessian' })).toMatchObject({
      normalisation: 'none',
      biasAndNorm: 'keep',
    });
    expect(of({ directions: 'pca', normalisation: 'layer' }).normalisation).toBe('layer');
    expect(of({ normalisation: 'none' }).normalisation).toBe('none');
  });

  test('towards another solution has the next seed for it, unless it says one', () => {
    const of = (landscape: object) => parseExperiment({ seed: 7, landscape }).landscape;
    expect(of({ directions: 'solution' }).otherSeed).toBe(8);
    expect(of({ directions: 'solution', otherSeed: 3 }).otherSeed).toBe(3);
    expect(of({})).not.toHaveProperty('otherSeed');
  });

  test('is analysed as far as it asks for, with defaults, and keeps a path for it', () => {
    expect(parseExperiment({})).not.toHaveProperty('analysis');
    const e = parseExperiment({ analysis: { curvature: {}, trajectory: true } });
    expect(e.analysis).toEqual({
      trajectory: true,
      curvature: {
        largest: 1,
        smallest: 1,
        tolerance: 1e-2,
        maxSteps: 100,
        probes: 0,
        radius: 0,
        map: 0,
      },
    });
    expect(e.training.checkpointEvery).toBe(34);
    expect(parseExperiment(JSON.parse(JSON.stringify(e)))).toEqual(e);
  });

  test('scales its branches by depth when asked to', () => {
    const e = experiment({
      network: { family: 'mlp', depth: 34, skip: true, branchScale: 'depth' },
    });
    expect(networkSpec(e, { inputs: 49, classes: 10 })).toMatchObject({ branchScale: 0.25 });
  });
});
