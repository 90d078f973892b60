import { Progress } from '@/ui/progress';
import type { ComparisonModel } from './model';

export interface StatusProps {
  readonly model: ComparisonModel;
  /** What the lab has to say of the machine. */
  readonly notice: string | undefined;
}

/** What goes on, how long it will take, and what went wrong, in words. */
export function Status({ model, notice }: StatusProps) {
  const count = (steps: number) => steps.toLocaleString('en');
  const { taken, of } = model.steps.value;
  const messages = [notice, ...model.messages.value].filter((message) => message !== undefined);
  return (
    <>
      <div class="status" role="status">
        {model.phase.value === 'loading' && <p>Fetching the data…</p>}
        {model.phase.value === 'training' && (
          <Progress
            what="Training"
            detail={`step ${count(taken)} of ${count(of)}`}
            done={model.progress.value}
          />
        )}
        {model.phase.value === 'slicing' && (
          <Progress
            what="Measuring the surfaces"
            detail={grid(model)}
            done={model.progress.value}
          />
        )}
        {model.phase.value === 'done' && <p>All networks trained, all surfaces measured.</p>}
        {model.phase.value === 'stopped' && (
          <p>Stopped at step {count(taken)}; what was computed stays.</p>
        )}
        {model.phase.value === 'ready' && (
          <p class="quiet">
            {model.definition.recordedOnly
              ? `Recorded with “npm run record -- --all”: too long for a browser. Drag a relief to turn it.`
              : model.isRecorded.value
                ? 'A recorded run. Drag a relief to turn it; press Train for a run of your own.'
                : 'Press Train to start from the same initial values.'}
          </p>
        )}
      </div>
      {messages.map((message) => (
        <p class="notice" role="alert" key={message}>
          {message}
        </p>
      ))}
    </>
  );
}

function grid(model: ComparisonModel): string {
  const { points, samples } = model.variants.value[0]!.experiment.landscape;
  return `${points[0]} × ${points[1]} points, ${samples} samples each`;
}
