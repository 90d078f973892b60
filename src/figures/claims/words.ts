import type { Verdict } from '@/claims/claim';
import type { Estimate } from '@/claims/statistics';

/** A number of a claim as the page shows it: three significant digits. */
export function numberWords(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
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

/** The effect with its 95% interval. */
export function estimateWords({ effect, low, high }: Estimate): string {
  return `${numberWords(effect)} [${numberWords(low)}, ${numberWords(high)}]`;
}

/** Names a verdict in a style sheet. */
export function verdictClass(verdict: Verdict): string {
  return verdict.replaceAll(' ', '-');
}
