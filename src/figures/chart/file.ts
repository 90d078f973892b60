import { InputError } from '@/engine/errors';
import type { Made } from '@/files/run-file';
import type { Settings } from '../comparison/definition';
import type { ChartData } from './definition';

/** A recorded chart: the data, the settings they come from, and how they were made. */
export interface RecordedChart {
  readonly settings: Settings;
  readonly made: Made;
  readonly data: ChartData;
}

export const chartFile = (id: string) => `charts/${id}.json`;

/** Four significant digits are finer than a line is thick. */
export function chartText(chart: RecordedChart): string {
  return `${JSON.stringify(chart, (_, value: unknown) =>
    typeof value === 'number'
      ? Number.isFinite(value)
        ? Number(value.toPrecision(4))
        : null
      : value,
  )}\n`;
}

/** @throws InputError when the text is no recorded chart. */
export function parseChart(text: string): RecordedChart {
  const chart = JSON.parse(text, (_, value: unknown) =>
    Array.isArray(value) ? value.map((one: unknown) => (one === null ? Number.NaN : one)) : value,
  ) as Partial<RecordedChart>;
  if (!chart.data?.panels || !chart.settings || !chart.made) {
    throw new InputError('This file holds no recorded chart of this site.');
  }
  return chart as RecordedChart;
}
