import type { ComponentChildren } from 'preact';
import { definitionOf } from '../definitions';
import { inWords } from './in-words';
import { Comparison } from './Comparison';

/** What the page wakes: a figure's id crosses from the server, its definition is looked up here. */
export default ({ id, children }: { id: string; children?: ComponentChildren }) => (
  <Comparison definition={inWords(definitionOf(id))}>{children}</Comparison>
);
