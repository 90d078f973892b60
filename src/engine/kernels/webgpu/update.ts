import { type OptimiserName, SLOTS } from '../../training/optimiser';
import { HYPER, HYPER_COLUMNS } from '../contract';

/*
 * One optimiser step on four parameters, as ../reference/optimise has it. Slot s of the parameters
 * at p lies at p + s · size.
 */

/** Reads a replica's hyperparameters and, once a step, its rate. */
export function hyperFunctions(): string {
  return `
struct Hyper { momentum: f32, beta1: f32, beta2: f32, epsilon: f32, decay: f32 }
var<private> hyper_: Hyper;
var<private> rate: f32;
/** 1 − β₁ᵗ and √(1 − β₂ᵗ) of Adam. */
var<private> correction1: f32;
var<private> correction2: f32;

fn readHyper(replica: u32) {
  let row = replica * ${HYPER_COLUMNS}u;
  hyper_ = Hyper(${[HYPER.momentum, HYPER.beta1, HYPER.beta2, HYPER.epsilon, HYPER.weightDecay]
    .map((column) => `hyper[row + ${column}u]`)
    .join(', ')});
}

/** 1 − βᵗ, without losing digits where βᵗ is nearly 1. */
fn oneMinusPower(beta: f32, t: f32) -> f32 {
  let d = 1.0 - beta;
  let logarithm = select(log(beta), -d * (1.0 + d * (0.5 + d * (1.0 / 3.0 + d * (0.25 + d * (0.2 + d / 6.0))))), d < 0.11);
  let y = t * logarithm;
  let series = -y * (1.0 + y * (0.5 + y * (1.0 / 6.0 + y * (1.0 / 24.0 + y / 120.0))));
  return select(select(1.0 - exp(y), series, y > -0.1), 1.0, beta <= 0.0);
}`;
}

/** @returns statements that set a step's corrections; `t` counts from 1. */
export function beginStep(optimiser: OptimiserName, t: string): string {
  if (SLOTS[optimiser] < 2) return '';
  return `correction1 = oneMinusPower(hyper_.beta1, ${t});
    correction2 = sqrt(oneMinusPower(hyper_.beta2, ${t}));`;
}

/** `fn update(p, gradient)`: steps the four parameters at p of the replica's state. */
export function updateFunction(optimiser: OptimiserName, size: number): string {
  const decoupled = optimiser === 'adamw';
  const slot = (s: number) => `state[at + ${(s + 1) * size}u]`;
  const rules: Record<OptimiserName, string> = {
    sgd: 'state[at] = theta - rate * g;',
    momentum: `let v = hyper_.momentum * ${slot(0)} + g;
  ${slot(0)} = v;
  state[at] = theta - rate * v;`,
    nesterov: `let v = hyper_.momentum * ${slot(0)} + g;
  ${slot(0)} = v;
  state[at] = theta - rate * (g + hyper_.momentum * v);`,
    adagrad: `let s = ${slot(0)} + g * g;
  ${slot(0)} = s;
  state[at] = theta - rate * over(g, sqrt(s) + hyper_.epsilon);`,
    rmsprop: `let s = hyper_.beta2 * ${slot(0)} + (1.0 - hyper_.beta2) * g * g;
  ${slot(0)} = s;
  state[at] = theta - rate * over(g, sqrt(s) + hyper_.epsilon);`,
    adam: adam(slot),
    adamw: adam(slot),
  };
  return `
/** a / b; 0 / 0, which filled-up channels give without an ε, is 0. */
fn over(a: vec4f, b: vec4f) -> vec4f {
  return select(a / b, vec4f(), (a == vec4f()) & (b == vec4f()));
}

fn update(p: u32, gradient: vec4f) {
  let at = stateBase + p;
  let before = state[at];
  let g = ${decoupled ? 'gradient' : 'gradient + hyper_.decay * before'};
  let theta = ${decoupled ? 'before * (1.0 - rate * hyper_.decay)' : 'before'};
  ${rules[optimiser]}
}`;
}

function adam(slot: (s: number) => string): string {
  return `let m = hyper_.beta1 * ${slot(0)} + (1.0 - hyper_.beta1) * g;
  let v = hyper_.beta2 * ${slot(1)} + (1.0 - hyper_.beta2) * g * g;
  ${slot(0)} = m;
  ${slot(1)} = v;
  state[at] = theta - (rate / correction1) * over(m, sqrt(v) / correction2 + hyper_.epsilon);`;
}
