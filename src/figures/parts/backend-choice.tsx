import type { BackendChoice } from '@/lab/choose';
import type { Lab, LabStatus } from '@/lab/lab';
import { Choice } from '@/ui/choice';
import { say } from '@/words';

/** Where the figures compute, and the reader's say in it; one choice for the whole page. */
export function BackendControl({ lab, status }: { lab: Lab; status: LabStatus }) {
  const words = say().backend;
  const options: readonly { value: BackendChoice; label: string }[] = [
    { value: 'auto', label: words.auto },
    { value: 'webgpu', label: 'WebGPU' },
    { value: 'wasm', label: 'WebAssembly' },
    { value: 'cpu', label: words.cpu },
  ];
  return (
    <Choice
      label={words.label}
      value={status.choice}
      options={options}
      onChange={(choice) => lab.choose(choice)}
    />
  );
}
