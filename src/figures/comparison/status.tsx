import { Progress } from '@/ui/progress';
import type { RunSet } from './run-set';
import { say } from '@/words';

export interface StatusProps {
  readonly runs: RunSet;
  /** What the reader can do before anything runs. */
  readonly ready: string;
  /** What there is to say of the recorded runs shown until then. */
  readonly recorded?: readonly (string | undefined)[];
  /** What the lab has to say of the machine. */
  readonly notice: string | undefined;
}

/** What goes on, how long it will take, and what went wrong, in words. */
export function Status({ runs, notice, ready, recorded = [] }: StatusProps) {
  const count = (steps: number) => steps.toLocaleString(say().locale);
  const words = say().status;
  const { taken, of } = runs.steps.value;
  const messages = [notice, ...runs.messages.value].filter((message) => message !== undefined);
  return (
    <>
      <div class="status" role="status">
        {runs.resumed.value && <p>{runs.resumed.value}</p>}
        {runs.phase.value === 'loading' && <p>{words.fetching}</p>}
        {runs.phase.value === 'training' && (
          <Progress
            what={words.training}
            detail={words.stepOf(count(taken), count(of))}
            done={runs.progress.value}
          />
        )}
        {runs.phase.value === 'slicing' && (
          <Progress what={words.surfaces} detail={grid(runs)} done={runs.progress.value} />
        )}
        {runs.phase.value === 'done' && (
          <p>{runs.diverged.value ? words.doneButDiverged : words.done}</p>
        )}
        {runs.phase.value === 'stopped' && <p>{words.stoppedAt(count(taken))}</p>}
        {runs.phase.value === 'analysing' && <p>{words.analysing}</p>}
        {runs.phase.value === 'ready' &&
          [ready, ...recorded].filter(Boolean).map((words) => (
            <p class="quiet" key={words}>
              {words}
            </p>
          ))}
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
  const size = points[1] === 1 ? `${points[0]}` : `${points[0]} × ${points[1]}`;
  return say().status.points(size, samples);
}
