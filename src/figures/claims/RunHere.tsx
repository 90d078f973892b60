import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClaimResult } from '@/claims/carry-out';
import type { Claim } from '@/claims/claim';
import { Progress } from '@/ui/progress';
import { Whiskers } from './whiskers';
import { estimateWords, verdictClass } from './words';
import { say } from '@/words';
import { once } from '@/ui/once';

export interface RunHereProps {
  readonly claim: Pick<Claim, 'id' | 'direction' | 'boundary' | 'unit' | 'recorded'>;
  readonly ours: Pick<ClaimResult, 'effect' | 'low' | 'high' | 'verdict' | 'seeds'>;
  /** How many fresh seeds to try. */
  readonly seeds: number;
}

/** Repeats one claim on this computer, with seeds that nobody has looked at, beside what we found. */
export default function RunHere({ claim, ours, seeds }: RunHereProps) {
  const [result, setResult] = useState<ClaimResult>();
  const [done, setDone] = useState<number>();
  const [trouble, setTrouble] = useState('');
  const [used, setUsed] = useState<readonly number[]>([]);
  const stop = useRef<AbortController>();
  useEffect(() => () => stop.current?.abort(), []);

  const run = async () => {
    const stopper = new AbortController();
    stop.current = stopper;
    // Ours are 101 and up; these lie far from them and differ from visit to visit.
    const first = 10_000 + Math.floor(Math.random() * 1e6);
    // Of recordings there are no others: those we have are measured again.
    const fresh = Array.from({ length: seeds }, (_, i) => (claim.recorded ? i : first + i));
    setUsed(fresh);
    setTrouble('');
    setDone(0);
    try {
      const { repeat } = await import('./repeat');
      const { signal } = stopper;
      setResult(await repeat({ id: claim.id, seeds: fresh, signal, onProgress: setDone }));
    } catch (error) {
      if (!stopper.signal.aborted) setTrouble((error as Error).message);
    } finally {
      setDone(undefined);
    }
  };

  const running = done !== undefined;
  const words = say().claims;
  const tried = claim.recorded ? words.triedRecordings : words.triedSeeds(used[0], used.at(-1));
  const over = claim.recorded ? words.pairs(ours.seeds) : words.seeds(ours.seeds);
  return (
    <div class="run-here">
      <button
        type="button"
        class="button"
        onClick={once(() => (running ? stop.current?.abort() : void run()))}
      >
        {running ? say().figure.stop : result ? words.again : words.run}
      </button>
      {!running && !result && (
        <span class="quiet">{claim.recorded ? words.recordings(seeds) : words.fresh(seeds)}</span>
      )}
      {running && (
        <Progress
          what={claim.recorded ? words.measuring : words.trying(used[0], used.at(-1))}
          done={done}
        />
      )}
      {trouble && (
        <p class="notice" role="alert">
          {trouble}
        </p>
      )}
      {result && !running && (
        <div class="outcome" role="status">
          <Whiskers
            claim={claim}
            rows={[
              { name: words.ours, kind: 'ours', ...ours },
              { name: words.yours, kind: 'yours', ...pick(result) },
            ]}
          />
          <p>
            {words.yourEffect} <strong>{estimateWords(result, claim.unit)}</strong>
            {words.yourVerdict(words.units[claim.unit], tried)}
            <span class={`verdict ${verdictClass(result.verdict)}`}>
              {words.verdicts[result.verdict]}
            </span>
            {words.ourEffect(over, estimateWords(ours, claim.unit), words.verdicts[ours.verdict])}{' '}
            {result.verdict !== ours.verdict && words.few}
          </p>
        </div>
      )}
    </div>
  );
}

function pick({ effect, low, high }: ClaimResult) {
  return { effect, low, high };
}
