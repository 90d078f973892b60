import type { Hdf5Task } from './hdf5';
import { perform } from './hdf5-tasks';

/* One task, one answer; then the page ends the thread. */

addEventListener('message', async ({ data }: MessageEvent<Hdf5Task>) => {
  postMessage(await perform(data));
});
