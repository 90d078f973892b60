import type { BackendChoice } from '@/lab/choose';
import type { Lab, LabStatus } from '@/lab/lab';
import { Choice } from '@/ui/choice';
import { say } from '@/words';

export interface BackendControlProps {
  readonly lab: Lab;
  readonly status: LabStatus;
  /** Called before a choice: what comes of it is to be told here. */
  readonly onChoose: () => void;
}

/** Where the figures compute, and the reader's say in it; one choice for the whole page. */
export function BackendControl({ lab, status, onChoose }: BackendControlProps) {
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
      onChange={(choice) => {
        onChoose();
        lab.choose(choice);
      }}
    />
  );
}
