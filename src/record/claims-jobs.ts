import { type JobName, type JobTypes, performOn } from '@/claims/jobs/jobs';
import { openExecutor } from '@/engine/open-executor';
import { readRecording, readSiteData } from './site-data';

/** One job of the claims, on its way to a thread. */
export interface JobCall<N extends JobName = JobName> {
  readonly name: N;
  readonly argument: JobTypes[N]['argument'];
}

/** For `WorkerPool`: carries out the claims' jobs on the WebAssembly kernels. */
export async function serve() {
  const { executor } = await openExecutor('wasm');
  const perform = performOn({ executor, read: readSiteData, recording: readRecording });
  return (call: unknown) => {
    const { name, argument } = call as JobCall;
    return perform(name, argument);
  };
}
