import type { Samples } from '../executor';
export interface Dataset {
  name: string;
  inputs: number;
  classes: number;
  side?: number;
  channels?: number;
  train: Samples;
  test: Samples;
}
