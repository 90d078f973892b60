import type { ComponentChildren } from 'preact';
import { chartOf } from '../charts';
import { inWords } from './in-words';
import { ChartView } from './ChartView';

interface IslandProps {
  readonly id: string;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** A chart by its id: functions cannot travel from the server to the page, names can. */
export default function Island({ id, title, children }: IslandProps) {
  return (
    <ChartView definition={inWords(chartOf(id))} title={title}>
      {children}
    </ChartView>
  );
}
