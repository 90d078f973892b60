import type { Claim } from '../claim';
import { statement1 } from './statement-1';
import { statement2 } from './statement-2';
import { statement3 } from './statement-3';
import { statement4 } from './statement-4';
import { statement5 } from './statement-5';
import { statement6 } from './statement-6';
import { statement7 } from './statement-7';

/** Every claim of the lecture that was tested, in the order of its statements. */
export const CLAIMS: readonly Claim[] = [
  ...statement1,
  ...statement2,
  ...statement3,
  ...statement4,
  ...statement5,
  ...statement6,
  ...statement7,
];

/** What the claims leave out, so that nobody takes silence for evidence. */
export const NOT_TESTED: readonly string[] = [
  'Convolutional networks, CIFAR-10, and depths above 56 layers: the claims are tried on dense networks and small data alone.',
  'Runs as long as those of Li et al. (300 epochs) and data augmentation.',
  'Three-dimensional neighbourhoods: every surface is one plane or line, most of them random.',
  'Layer normalisation, tanh, and optimisers other than momentum and Adam.',
  'Curvature (eigenvalues of the Hessian) as a measure of flatness; r is used instead.',
];

/** @throws RangeError for an id that no claim has. */
export function claimOf(id: string): Claim {
  const found = CLAIMS.find((claim) => claim.id === id);
  if (!found) throw new RangeError(`There is no claim “${id}”.`);
  return found;
}
