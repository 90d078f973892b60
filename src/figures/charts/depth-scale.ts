/*
 * Mean-field theory of a wide tanh network without biases (Poole et al. 2016, Schoenholz et al.
 * 2017): q is the variance of a unit's input, c the correlation of two inputs' signals.
 */

/** Nodes and weights of a trapezoid rule for a standard normal variable; tanh is smooth. */
const NODES = Array.from({ length: 41 }, (_, i) => -5 + 0.25 * i);
const WEIGHTS = NODES.map((z) => (0.25 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI));

const expectation = (f: (z: number) => number) =>
  NODES.reduce((sum, z, i) => sum + WEIGHTS[i]! * f(z), 0);

/** The variance that layers tend to: q = σ_w² E tanh²(√q z). */
function fixedVariance(weightVariance: number): number {
  let q = weightVariance;
  for (let k = 0; k < 300; k++) {
    q = weightVariance * expectation((z) => Math.tanh(Math.sqrt(q) * z) ** 2);
  }
  return q;
}

/** E over two inputs' signals of variance q and correlation c. */
function joint(q: number, c: number, f: (u: number) => number): number {
  const s = Math.sqrt(q);
  const rest = Math.sqrt(Math.max(0, 1 - c * c));
  return expectation((z) => f(s * z) * expectation((w) => f(s * (c * z + rest * w))));
}

/**
 * The depth ξ over which two inputs' signals come together or apart, in layers; signals cross about
 * 6ξ layers, and with them gradients (Schoenholz et al. 2017, section 4).
 *
 * @param weightVariance σ_w²: the variance of a weight times the number of inputs; 1 is critical.
 */
export function depthScale(weightVariance: number): number {
  const q = fixedVariance(weightVariance);
  const slope = (u: number) => 1 / Math.cosh(u) ** 2;
  const chi = weightVariance * expectation((z) => slope(Math.sqrt(q) * z) ** 2);
  if (q < 1e-12 || chi <= 1) return -1 / Math.log(Math.min(chi, 1 - 1e-12));
  // Chaotic: correlations tend to a fixed point below 1, and ξ is the rate there.
  let c = 0.5;
  for (let k = 0; k < 60; k++) c = (weightVariance * joint(q, c, Math.tanh)) / q;
  return -1 / Math.log(weightVariance * joint(q, c, slope));
}
