import { type BenchResult, type BenchRow, shareOfPeak } from './result.ts';

/** The result as plain text: one line a row, and the ratio to tfjs ops on the same backend. */
export function tableOf(result: BenchResult): string {
  const { adapter, machine, date, peak, press, replicas } = result;
  const header = [
    `${machine.runtime}, ${machine.threads} hardware threads, ${date}`,
    `adapter: ${adapter}`,
    `multiply-add peak: ${peakWords(peak)}`,
    '',
  ];
  const rows = [
    ['work', 'net', 'backend', 'engine', 'workers', 'ms', '× ops', '% peak'],
    ...result.rows.map((row) => cellsOf(row, result)),
  ];
  const lines = [...header, ...aligned(rows)];
  for (const p of press) {
    lines.push(
      '',
      `Press Train, L32 w16, ${p.steps} steps, 51×51, ${p.backend}, ${p.workers} workers: ` +
        `trained ${seconds(p.trained)}, coarse surface ${seconds(p.coarseSurface)}, final ${seconds(p.finalSurface)}`,
      `  followed by a surface of ${p.live.points}×${p.live.points}: trained ${seconds(p.live.trained)}, ${p.live.surfacesPerSecond.toFixed(1)} surfaces a second`,
    );
  }
  for (const r of replicas) {
    lines.push(
      '',
      `${r.replicas} replicas of L32 w16 on ${r.backend}: ${r.ms.toFixed(3)} ms a step`,
    );
  }
  return lines.join('\n');
}

function peakWords(peak: BenchResult['peak']): string {
  const words = [];
  if (peak.wasm !== undefined) words.push(`${peak.wasm.toFixed(1)} GFLOP/s a WebAssembly worker`);
  if (peak.webgpu !== undefined) words.push(`${peak.webgpu.toFixed(1)} GFLOP/s WGSL`);
  return words.join(', ') || 'not measured';
}

function cellsOf(row: BenchRow, { rows, peak }: BenchResult): string[] {
  const ops = rows.find(
    (other) =>
      other.engine === 'ops' &&
      other.backend === row.backend &&
      other.work === row.work &&
      other.depth === row.depth &&
      other.width === row.width,
  );
  const share = shareOfPeak(row, peak);
  return [
    row.work,
    `L${row.depth} w${row.width}`,
    row.backend,
    row.engine,
    String(row.workers),
    row.ms < 10 ? row.ms.toFixed(3) : row.ms.toFixed(1),
    ops ? (ops.ms / row.ms).toFixed(1) : '',
    share === undefined ? '' : `${(100 * share).toFixed(share < 0.001 ? 3 : 1)}`,
  ];
}

function aligned(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows.map((row) =>
    row
      .map((cell, c) => (c < 4 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
