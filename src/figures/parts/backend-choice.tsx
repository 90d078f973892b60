import type { BackendChoice } from '@/lab/choose';
import type { Lab, LabStatus } from '@/lab/lab';
import { Choice } from '@/ui/choice';

const OPTIONS: readonly { value: BackendChoice; label: string }[] = [
  { value: 'auto', label: 'best on this machine' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WebAssembly' },
  { value: 'cpu', label: 'JavaScript (slow)' },
];

/** Where the figures compute, and the reader's say in it; one choice for the whole page. */
export function BackendControl({ lab, status }: { lab: Lab; status: LabStatus }) {
  return (
    <Choice
      label="Compute with"
      value={status.choice}
      options={OPTIONS}
      onChange={(choice) => lab.choose(choice)}
    />
  );
}
