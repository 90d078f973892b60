import type { Claim } from '../claim';
import { recordedDeeperUneven, recordedErrs, recordedRougher } from './recorded';
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
  recordedRougher,
  ...statement3,
  ...statement4,
  recordedDeeperUneven,
  recordedErrs,
  ...statement5,
  ...statement6,
  ...statement7,
];

/** What the claims leave out, so that nobody takes silence for evidence. */
export const NOT_TESTED: readonly string[] = [
  'Convolutional networks over seeds: there is one recording of each, and three claims count pairs of them. CIFAR-10 and depths above 56 layers: not at all.',
  'Runs as long as those of Li et al. (300 epochs) and data augmentation.',
  'Three-dimensional neighbourhoods: every surface is one plane or line, most of them random.',
  'Layer normalisation, tanh, and optimisers other than momentum and Adam.',
  'Curvature (eigenvalues of the Hessian) as a measure of flatness: the claims use r. The figures of chapter 8 show λmax beside it, for one seed at a time.',
  'Whether smoothness causes trainability. Every comparison changes the network, and with it both.',
  'What larger networks do. The largest one here has a few million parameters.',
];

/** @throws RangeError for an id that no claim has. */
export function claimOf(id: string): Claim {
  const found = CLAIMS.find((claim) => claim.id === id);
  if (!found) throw new RangeError(`There is no claim “${id}”.`);
  return found;
}
