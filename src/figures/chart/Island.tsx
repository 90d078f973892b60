import type { ComponentChildren } from 'preact';
import { chartOf } from '../charts';
import { inWords } from './in-words';
import { ChartView } from './ChartView';

/** A chart by its id: functions cannot travel from the server to the page, names can. */
export default function Island({ id, children }: { id: string; children?: ComponentChildren }) {
  return <ChartView definition={inWords(chartOf(id))}>{children}</ChartView>;
}
