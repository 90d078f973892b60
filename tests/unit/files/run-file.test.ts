import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Dataset, loadDataset } from '@/engine/data/dataset';
import { parseExperiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';
import type { NetworkSpec } from '@/engine/network/spec';
import { openExecutor } from '@/engine/open-executor';
import { carryOut, type Run } from '@/engine/run';
import { openFile } from '@/files/open';
import { flatParameters, readRun, writeRun } from '@/files/run-file';
import { readSafetensors } from '@/files/safetensors';
import { fitWeights } from '@/files/weights';

const experiment = parseExperiment({
  dataset: { name: 'moons', train: 48, test: 48 },
  network: { family: 'mlp', depth: 4, width: 6, norm: 'batch', skip: true },
  training: { steps: 40, batch: 16, checkpointEvery: 8 },
  landscape: { samples: 48, points: [7, 5], directions: 'pca' },
  analysis: { surface: true, trajectory: true, flow: true, curvature: { maxSteps: 20 } },
  seed: 5,
});
const made = { command: 'npm run record', backend: 'cpu', date: '2026-11-24', version: '0.1.0' };

let run: Run;
let spec: NetworkSpec;
let file: Uint8Array;
beforeAll(async () => {
  const { executor } = await openExecutor('wasm');
  const dataset: Dataset = await loadDataset(experiment, async () => new ArrayBuffer(0));
  spec = networkSpec(experiment, dataset);
  run = await carryOut(experiment, dataset, executor);
  file = writeRun(run, spec, made, { directions: true, checkpoints: true });
});

describe('a run file', () => {
  test('gives back the run', async () => {
    const read = readRun(file);
    expect(read.experiment).toEqual(experiment);
    expect(read.losses).toEqual(run.losses);
    expect(read.slice).toEqual(run.slice);
    expect(read.evaluation).toEqual(run.evaluation);
    expect(read.running).toEqual(run.state.running);
    expect(read.made).toEqual(made);
    expect(flatParameters(read.parameters, spec)).toEqual(run.state.parameters);
    expect((await openFile('r.safetensors', file)).kind).toBe('run');
  });

  test('and its path, as the analysis of the trajectory measured it', () => {
    const { path } = readRun(file);
    const { onPlane } = run.analysis!.trajectory!;
    expect(path!.steps).toEqual([0, 8, 16, 24, 32, 40]);
    expect(Array.from(path!.x)).toEqual(onPlane.coordinates.map(([x]) => x));
    expect(Array.from(path!.y)).toEqual(onPlane.coordinates.map(([, y]) => y));
    expect(Array.from(path!.offPlane!)).toEqual(onPlane.offPlane);
    expect(path!.trueLoss).toEqual(onPlane.trueLoss);
    expect(path!.planeLoss).toEqual(onPlane.planeLoss);
    expect(path!.x[5]).toBe(0);
  });

  test('and the analysis, without vectors of the network’s size', () => {
    const { surface, trajectory, curvature, flow } = readRun(file).analysis!;
    const original = run.analysis!;
    expect(surface!.ev).toBe(original.surface!.ev);
    expect(trajectory!.uncentred.explained).toEqual(original.trajectory!.uncentred.explained);
    expect(trajectory!.angles.mean).toEqual(original.trajectory!.angles.mean);
    expect(curvature!.spectrum.largest).toEqual(original.curvature!.spectrum.largest);
    expect(flow!.map(({ decades }) => decades)).toEqual(original.flow!.map((one) => one.decades));
    const { metadata } = readSafetensors(file);
    expect(metadata.analysis).not.toMatch(/"directions"|"origin"|"vector"/);
  });

  test('holds what was asked for beside', () => {
    const { tensors } = readSafetensors(file);
    expect(tensors['directions/1']!.data).toEqual(run.directions[1]);
    const size = run.state.parameters.length;
    expect(tensors['checkpoints/parameters']!.shape).toEqual([6, size]);
    expect(tensors['checkpoints/parameters']!.data.subarray(5 * size)).toEqual(
      run.state.parameters,
    );
    const bare = readSafetensors(writeRun(run, spec, made, { parameters: false }));
    const kept = Object.keys(bare.tensors).filter((name) => /^(param|dir|check)/.test(name));
    expect(kept).toEqual([]);
  });

  test('of an older site is read too', () => {
    const { path, analysis, slice } = readRun(
      new Uint8Array(readFileSync('public/runs/depth-4.safetensors')),
    );
    expect([path, analysis]).toEqual([undefined, undefined]);
    expect(slice.loss.length).toBe(slice.x.length * slice.y.length);
  });
});

describe('weights from elsewhere', () => {
  test('go into the network they fit, under either name', () => {
    const { tensors } = readSafetensors(file);
    const bare = Object.fromEntries(
      Object.entries(tensors).map(([name, one]) => [name.replace('parameters/', ''), one]),
    );
    for (const named of [tensors, bare]) {
      const fitted = fitWeights(named, spec);
      expect(fitted.parameters).toEqual(run.state.parameters);
      expect(fitted.running).toEqual(run.state.running);
    }
    const { running: _, ...without } = bare;
    const { running } = fitWeights(without, spec);
    expect([running[0], running[6]]).toEqual([0, 1]);
  });

  test('or are refused, with what is missing and what has another shape', () => {
    const { tensors } = readSafetensors(file);
    const { 'parameters/stem/kernel': _, ...rest } = tensors;
    const wrong = {
      ...rest,
      'parameters/head/bias': { shape: [3], data: new Float32Array(3) },
    };
    expect(() => fitWeights(wrong, spec)).toThrow(
      /Missing: “stem\/kernel” \[2, 6\]\. Of another shape: “head\/bias” is \[3\] instead of \[2\]\./,
    );
    const kernel = tensors['parameters/stem/kernel']!;
    const infinite = { ...kernel, data: kernel.data.slice().fill(Number.POSITIVE_INFINITY) };
    expect(() => fitWeights({ ...tensors, 'parameters/stem/kernel': infinite }, spec)).toThrow(
      /must be finite/,
    );
  });
});
