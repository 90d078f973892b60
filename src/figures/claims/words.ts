import type { Unit, Verdict } from '@/claims/claim';
import type { Estimate } from '@/claims/statistics';
import { say } from '@/words';

/** A number of a claim as the page shows it: three significant digits. */
export function numberWords(value: number): string {
  if (!Number.isFinite(value)) return say().figure.none;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3) {
    const [digits, power] = value.toExponential(1).split('e');
    const raised = [...power!.replace('+', '')].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)] ?? '⁻').join('');
    return `${digits!.replace('-', '−')} × 10${raised}`;
  }
  const text = size >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return text.replace('-', '−');
}

/** A value in its unit, without the unit's name: shares are shown in percent. */
export function valueWords(value: number, unit: Unit): string {
  const scaled = unit === 'share' || unit === 'points' ? 100 * value : value;
  return `${numberWords(scaled)}${unit === 'share' && Number.isFinite(value) ? '%' : ''}`;
}

/** The effect with its 95% interval, in its unit. */
export function estimateWords({ effect, low, high }: Estimate, unit: Unit): string {
  const [e, l, h] = [effect, low, high].map((value) => valueWords(value, unit));
  return `${e} [${l}, ${h}]`;
}

/** Powers of ten as the factor that they are, for readers who do not think in logarithms. */
export function plainWords({ effect, low, high }: Estimate, unit: Unit): string | undefined {
  if (unit !== 'decades' || ![effect, low, high].every(Number.isFinite)) return undefined;
  // Beyond this a factor says less than its logarithm.
  if (Math.abs(effect) > 6 || Math.abs(effect) < 1e-3) return undefined;
  const [e, l, h] = [effect, low, high].map((value) => numberWords(10 ** value));
  return say().claims.factor(e!, l!, h!);
}

/** Names a verdict in a style sheet. */
export function verdictClass(verdict: Verdict): string {
  return verdict.replaceAll(' ', '-');
}
