import { existsSync, readFileSync } from 'node:fs';
import { chartFile, parseChart, type RecordedChart } from './file';

/** A recorded chart that the site ships, read while the site is built. */
export function recordedChart(id: string): RecordedChart {
  const path = `public/${chartFile(id)}`;
  if (!existsSync(path)) {
    throw new Error(`There is no ${path}. Run npm run record -- --all ${id}.`);
  }
  return parseChart(readFileSync(path, 'utf8'));
}
