import { describe, expect, it } from 'vitest';
import { experiment } from '@/engine/experiment/parse';
import {
  ALL_FIELDS,
  type FieldKind,
  type FieldValue,
  fieldsOf,
  flatten,
  unflatten,
  withField,
} from '@/engine/experiment/fields';
import { experimentSchema } from '@/engine/experiment/schema';
import { type RandomStream, randomStream } from '@/engine/random';
import { labFragment, labStateOf } from '@/figures/lab/link';
import { DEFAULT_MEMBERS, membersOf, PRESETS, variantsOf } from '@/figures/lab/members';
import { fieldWords, pathOfKey, TABLE } from '@/figures/lab/table';
import { readValue, valueText } from '@/figures/lab/values';

/** Any value that a field takes. */
function anyValue(type: FieldKind, random: RandomStream): FieldValue {
  const real = (low: number, high: number) =>
    Number((low + (high - low) * random.uniform() ** 3).toPrecision(4));
  const whole = (low: number, high: number) => low + random.integer(Math.min(high - low, 999) + 1);
  switch (type.kind) {
    case 'flag':
    case 'part':
      return random.uniform() < 0.5;
    case 'choice':
      return type.options[random.integer(type.options.length)]!;
    case 'number':
      return type.whole ? whole(type.low, type.high) : real(type.low, type.high);
    case 'number or word':
      return random.uniform() < 0.5 ? type.word : real(type.low, type.high);
    case 'pair':
      return type.limits.map(([low, high]) =>
        type.whole ? whole(Math.max(3, low), Math.min(60, high)) : real(low / 1000, high / 1000),
      );
    case 'list':
      return Array.from({ length: random.integer(type.most + 1) }, () => real(type.low, type.high));
  }
}

/** An experiment with some fields changed; what cannot be is left as it is. */
function anyExperiment(random: RandomStream, share: number) {
  let e = experiment({});
  for (const { path } of ALL_FIELDS) {
    const field = fieldsOf(e).find((one) => one.path === path);
    if (!field || random.uniform() >= share) continue;
    try {
      e = withField(e, path, anyValue(field.type, random));
    } catch {
      // An odd depth, an axis that falls: refused, as the page would.
    }
  }
  return e;
}

describe('the fields of an experiment', () => {
  it('are all in the table, with one short name each, and none is there in vain', () => {
    expect(ALL_FIELDS.map(({ path }) => path).sort()).toEqual(Object.keys(TABLE).sort());
    const keys = Object.values(TABLE).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const [path, { key }] of Object.entries(TABLE)) expect(pathOfKey(key)).toBe(path);
    for (const key of keys) expect(key).toMatch(/^[a-z][a-zA-Z0-9]*$/);
    expect(ALL_FIELDS.length).toBeGreaterThan(50);
  });

  it('have words for all that can be chosen', () => {
    const options = ALL_FIELDS.flatMap(({ path, type }) =>
      type.kind === 'choice' ? type.options.map((option) => [path, String(option)] as const) : [],
    );
    expect(options.length).toBeGreaterThan(30);
    for (const [path, option] of options) {
      if (/^\d+$/.test(option)) continue;
      expect(fieldWords(path).words, path).toHaveProperty(option);
    }
  });

  it('take their limits from the schema', () => {
    const type = (path: string) => ALL_FIELDS.find((field) => field.path === path)!.type;
    expect(type('network.depth')).toEqual({ kind: 'number', low: 2, high: 128, whole: true });
    const conv = withField(experiment({}), 'network.family', 'conv');
    const own = fieldsOf(conv).find(({ path }) => path === 'network.depth')!;
    expect(own.type).toMatchObject({ low: 8, high: 110 });
    expect(type('landscape.points')).toMatchObject({
      limits: [
        [2, 1001],
        [1, 251],
      ],
    });
    expect(type('dataset.name')).toMatchObject({ options: expect.arrayContaining(['cifar10']) });
    expect(type('analysis.curvature')).toEqual({ kind: 'part' });
    for (const {
      path,
      type: { kind, ...limits },
    } of ALL_FIELDS) {
      if (kind === 'number') expect(Object.values(limits), path).not.toContain(undefined);
    }
    expect(experimentSchema.type).toBe('strict_object');
  });

  it('come back from a flat list, whatever they are', () => {
    const random = randomStream(1, 'flat');
    for (let trial = 0; trial < 60; trial++) {
      const e = anyExperiment(random, 0.5);
      expect(unflatten(flatten(e))).toEqual(e);
    }
  });

  it('bring the others into line, and never change the one that was set', () => {
    const base = experiment({});
    const conv = withField(base, 'network.family', 'conv');
    expect(conv.network).toMatchObject({ family: 'conv', depth: 32, skip: false });
    expect(withField(conv, 'dataset.name', 'spirals').network.family).toBe('mlp');
    const spirals = withField(base, 'dataset.name', 'spirals');
    expect(withField(spirals, 'network.family', 'conv').dataset.name).toBe('fashion');
    expect(withField(base, 'dataset.train', 32)).toMatchObject({
      training: { batch: 32 },
      landscape: { samples: 32 },
    });
    expect(withField(base, 'landscape.directions', 'pca').landscape).toMatchObject({
      normalisation: 'none',
      biasAndNorm: 'keep',
    });
    expect(withField(base, 'analysis.curvature', true).analysis).toMatchObject({
      curvature: { largest: 1 },
    });
    expect(() => withField(base, 'network.depth', 7)).toThrow(/must be even/);
    expect(() => withField(base, 'training.batch', 5000)).toThrow(/at most the 1024/);
  });

  it('are read as they are written, and refused in words', () => {
    const e = experiment({ network: { family: 'mlp', branchScale: 'depth' } });
    for (const [path, value] of Object.entries(flatten(e))) {
      expect(readValue(path, valueText(value))).toEqual(value);
    }
    expect(readValue('landscape.points', '25 × 31')).toEqual([25, 31]);
    expect(readValue('landscape.x', '−1, 1')).toEqual([-1, 1]);
    for (const [path, text] of [
      ['network.depth', '1e9'],
      ['network.depth', ''],
      ['network.skip', 'yes'],
      ['landscape.points', '999999_999999'],
      ['landscape.points', '5'],
      ['training.schedule.milestones', '0_0_0_0_0_0_0_0_0'],
      ['dataset.name', '<img src=x onerror=alert(1)>'],
    ] as const) {
      expect(() => readValue(path, text)).toThrow(/was expected, but/);
    }
  });
});

describe('a link to the lab', () => {
  it('is the bare name on a fresh page', () => {
    expect(labFragment({ members: DEFAULT_MEMBERS }, {})).toBe('#lab');
    expect(labStateOf('#lab')!.state.members).toEqual(DEFAULT_MEMBERS);
    expect(labStateOf('#other?v=1')).toBeUndefined();
  });

  it('says what was changed, and reads well', () => {
    const first = experiment({ network: { family: 'mlp', depth: 8 }, seed: 3 });
    const second = withField(first, 'network.skip', true);
    expect(labFragment({ members: [first, second].map((e) => ({ experiment: e })) }, {})).toBe(
      '#lab?v=1&n=2&depth=8&seed=3&2.skip=true',
    );
  });

  it('comes back exactly, for any experiment, alone', () => {
    const random = randomStream(2, 'links');
    for (let trial = 0; trial < 60; trial++) {
      const members = [{ name: 'ä “b” & c=d', experiment: anyExperiment(random, trial / 60) }];
      const sweep = { field: 'training.learningRate', values: '0.1, 0.2', seeds: 2 };
      const looks = { scale: 'own' };
      const fragment = labFragment({ members, sweep }, looks);
      expect(fragment.length).toBeLessThan(2000);
      expect(labStateOf(fragment)).toEqual({ state: { members, sweep }, looks });
    }
  });

  it('comes back exactly with four side by side, or says that it would be too long', () => {
    const random = randomStream(3, 'links');
    let written = 0;
    for (let trial = 0; trial < 25; trial++) {
      const members = [0, 1, 2, 3].map(() => ({
        experiment: anyExperiment(random, trial / 40),
      }));
      let fragment: string;
      try {
        fragment = labFragment({ members }, {});
      } catch (error) {
        expect((error as Error).message).toMatch(/as files instead/);
        continue;
      }
      written++;
      expect(fragment.length).toBeLessThanOrEqual(2000);
      expect(labStateOf(fragment)!.state.members).toEqual(members);
    }
    expect(written).toBeGreaterThan(10);
  });

  it('reproduces every preset of the lecture', () => {
    for (const preset of PRESETS) {
      const members = membersOf(preset);
      expect(members.length).toBeGreaterThan(1);
      const back = labStateOf(labFragment({ members }, {}))!.state.members;
      expect(back).toEqual(members);
      expect(new Set(variantsOf(back).map(({ hue }) => hue)).size).toBe(members.length);
    }
  });

  it.each([
    ['v=2', /version 2/],
    ['v=0&depth=8', /version 0/],
    ['n=9', /1 to 4/],
    ['n=1e9', /1 to 4/],
    ['depth=1e9', /Layers/],
    ['depth=9', /must be even/],
    ['points=1001_251', /251 × 251/],
    ['train=1e12', /Training samples/],
    ['2.depth=8', /has not got/],
    ['__proto__=1', /has not got/],
    ['constructor=1', /has not got/],
    ['learningrate=1', /has not got/],
    ['sweep.field=nothing', /sweep/],
    ['sweep.field=depth&sweep.seeds=1e9', /1 to 20 seeds/],
    [`name=${'9'.repeat(3000)}`, /long/],
  ])('refuses %.30s in words', (query, words) => {
    expect(() => labStateOf(`#lab?${query}`)).toThrow(words);
  });

  it('carries no markup but as words', () => {
    const { state } = labStateOf('#lab?v=1&name=%3Cscript%3Ealert(1)%3C/script%3E')!;
    expect(state.members[0]!.name).toBe('<script>alert(1)</script>');
  });
});

describe('names of experiments', () => {
  const named = (...es: ReturnType<typeof experiment>[]) =>
    variantsOf(es.map((e) => ({ experiment: e }))).map(({ name }) => name);

  it('say what sets them apart', () => {
    const base = experiment({});
    expect(named(base)).toEqual(['Plain, 32 layers']);
    expect(named(base, withField(base, 'network.skip', true))).toEqual(['Plain', 'With skips']);
    expect(named(base, withField(base, 'training.batch', 16))).toEqual(['Batch 64', 'Batch 16']);
    expect(named(base, base)).toEqual(['Plain, 32 layers', 'Plain, 32 layers (2)']);
  });
});
