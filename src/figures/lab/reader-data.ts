import { CIFAR_TEST, CIFAR_TRAIN } from '@/engine/data/cifar';
import { InputError } from '@/engine/errors';
import { say } from '@/words';
import { readSiteData } from '@/lab/site-files';

/** Images a batch of CIFAR-10 as its authors made it, and the bytes of one. */
const RECORD = 3073;

/** The site's data, and beside them the files that the reader has brought. */
export class ReaderData {
  readonly #files = new Map<string, ArrayBuffer>();

  /** For `loadDataset`. @throws InputError for what must be the reader's own and is not there. */
  readonly read = async (name: string): Promise<ArrayBuffer> => {
    const own = this.#files.get(name);
    if (own) return own;
    if (name !== CIFAR_TEST && !CIFAR_TRAIN.includes(name)) return readSiteData(name);
    const have = [...this.#files.keys()].join(', ');
    throw new InputError(say().lab.files.cifar.missing(name, have));
  };

  /**
   * Takes a batch under the name that its authors gave it; one of another name is the next training
   * batch. @returns what it became, in words.
   */
  addCifar(fileName: string, batch: Uint8Array): string {
    const names = [...CIFAR_TRAIN, CIFAR_TEST];
    const known = names.find((name) => fileName.toLowerCase().endsWith(name));
    const name =
      known ??
      (/test/i.test(fileName) ? CIFAR_TEST : CIFAR_TRAIN.find((one) => !this.#files.has(one))) ??
      CIFAR_TRAIN[0]!;
    this.#files.set(name, batch.slice().buffer);
    const images = (batch.length / RECORD).toLocaleString(say().locale);
    const missing = [CIFAR_TRAIN[0]!, CIFAR_TEST].filter((one) => !this.#files.has(one));
    const words = say().lab.files.cifar;
    const rest = missing.length > 0 ? words.rest(missing) : words.complete;
    return `${words.holds(fileName.slice(0, 60), images)} ${rest}`;
  }
}
