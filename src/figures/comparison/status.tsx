import { Progress } from '@/ui/progress';
import type { RunSet } from './run-set';

export interface StatusProps {
  readonly runs: RunSet;
  /** What the reader can do before anything runs. */
  readonly ready: string;
  /** What the lab has to say of the machine. */
  readonly notice: string | undefined;
}

/** What goes on, how long it will take, and what went wrong, in words. */
export function Status({ runs, notice, ready }: StatusProps) {
  const count = (steps: number) => steps.toLocaleString('en');
  const { taken, of } = runs.steps.value;
  const messages = [notice, ...runs.messages.value].filter((message) => message !== undefined);
  return (
    <>
      <div class="status" role="status">
        {runs.phase.value === 'loading' && <p>Fetching the data…</p>}
        {runs.phase.value === 'training' && (
          <Progress
            what="Training"
            detail={`step ${count(taken)} of ${count(of)}`}
            done={runs.progress.value}
          />
        )}
        {runs.phase.value === 'slicing' && (
          <Progress what="Measuring the surfaces" detail={grid(runs)} done={runs.progress.value} />
        )}
        {runs.phase.value === 'done' && <p>All networks trained, all surfaces measured.</p>}
        {runs.phase.value === 'stopped' && (
          <p>Stopped at step {count(taken)}; what was computed stays.</p>
        )}
        {runs.phase.value === 'analysing' && <p>Analysing what was measured…</p>}
        {runs.phase.value === 'ready' && <p class="quiet">{ready}</p>}
      </div>
      {messages.map((message) => (
        <p class="notice" role="alert" key={message}>
          {message}
        </p>
      ))}
    </>
  );
}

function grid({ runs }: RunSet): string {
  const { points, samples } = runs.value![0]!.variant.experiment.landscape;
  const size = points[1] === 1 ? `${points[0]} points` : `${points[0]} × ${points[1]} points`;
  return `${size}, ${samples} samples each`;
}
