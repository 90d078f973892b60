import type { ComponentChildren } from 'preact';
import { Comparison } from '../comparison/Comparison';
import { definition } from './definition';

export default ({ children }: { children?: ComponentChildren }) => (
  <Comparison definition={definition}>{children}</Comparison>
);
