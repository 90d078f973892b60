import { InputError } from '@/engine/errors';
import { openExecutor } from '@/engine/open-executor';
import { type RecordJob, recordRun } from '../record-run';

/*
 * The page that records on WebGPU: the command gives it an experiment, and bindings to read and
 * save files. Bytes cross as base64, which is what a binding can carry.
 */

/** What the command puts on the page, beside this module. */
export interface PageBindings {
  readRecorderFile(name: string): Promise<{ base64: string } | { trouble: string }>;
  loadRecorderPart(): Promise<string | undefined>;
  saveRecorderPart(base64: string): Promise<void>;
  showRecorderProgress(progress: string): Promise<void>;
}
export interface Recorder {
  /** @returns what the backend is, in words; or why there is none. */
  open(): Promise<{ backend: string } | { trouble: string }>;
  record(job: RecordJob): Promise<{ base64: string; summary: string } | { trouble: string }>;
}

const page = globalThis as unknown as PageBindings & { recorder: Recorder };

let opened: ReturnType<typeof openExecutor> | undefined;

page.recorder = {
  async open() {
    return inWords(async () => {
      opened ??= openExecutor('webgpu');
      return { backend: (await opened).backend.description };
    });
  },
  async record(job) {
    return inWords(async () => {
      opened ??= openExecutor('webgpu');
      const { executor, lost } = await opened;
      const failed = lost.then((reason) => {
        throw new InputError(`${reason} Run the command again to go on.`);
      });
      const recorded = recordRun(job, executor, {
        async read(name) {
          const file = await page.readRecorderFile(name);
          if ('trouble' in file) throw new InputError(file.trouble);
          return fromBase64(file.base64).buffer;
        },
        async loadPart() {
          const part = await page.loadRecorderPart();
          return part === undefined ? undefined : fromBase64(part);
        },
        savePart: async (bytes) => page.saveRecorderPart(await toBase64(bytes)),
        progress: (progress) => void page.showRecorderProgress(JSON.stringify(progress)),
      });
      const { bytes, summary } = await Promise.race([recorded, failed]);
      return { base64: await toBase64(bytes), summary };
    });
  },
};

async function inWords<T>(work: () => Promise<T>): Promise<T | { trouble: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) return { trouble: error.message };
    throw error;
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** By way of a data address, since `btoa` wants one long string of characters. */
function toBase64(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  });
}
