import type { ComponentChildren } from 'preact';
import { definitionOf } from '../definitions';
import { inWords } from './in-words';
import { Comparison } from './Comparison';

interface IslandProps {
  readonly id: string;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** What the page wakes: a figure's id crosses from the server, its definition is looked up here. */
export default ({ id, title, children }: IslandProps) => (
  <Comparison definition={inWords(definitionOf(id))} title={title}>
    {children}
  </Comparison>
);
