import type { Opened } from '@/files/opened';
import { say } from '@/words';
import type { LabModel } from './model';

/** More at once are a slip of the hand: a whole folder. */
const MOST_FILES = 12;

/** What stands on its own comes first, so that a path dropped with its surface finds it. */
const ORDER: readonly Opened['kind'][] = [
  'experiment',
  'cifar10',
  'surface',
  'run',
  'weights',
  'trajectory',
];

/** Opens the reader's files, one by one; one that cannot be used changes nothing and is told in words. */
export async function openFiles(model: LabModel, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const words = say().lab.files;
  if (files.length > MOST_FILES) {
    model.tell(words.tooMany(MOST_FILES, files.length), true);
    return;
  }
  const troubles: string[] = [];
  const opened: { readonly name: string; readonly what: Opened }[] = [];
  const attempt = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const { message } = error as Error;
      const named = message.includes(name.slice(0, 20));
      troubles.push(named ? message : `${name.slice(0, 60)}: ${message}`);
    }
  };
  model.tell(
    files.length === 1 ? words.openingOne(files[0]!.name.slice(0, 40)) : words.opening,
    false,
  );
  const { checkSize, openFile } = await import('@/files/open');
  for (const file of files) {
    await attempt(file.name, async () => {
      checkSize(file.name, file.size);
      const bytes = new Uint8Array(await file.arrayBuffer());
      opened.push({ name: file.name, what: await openFile(file.name, bytes) });
    });
  }
  opened.sort((a, b) => ORDER.indexOf(a.what.kind) - ORDER.indexOf(b.what.kind));
  for (const { name, what } of opened) await attempt(name, () => model.take(name, what));
  if (troubles.length > 0) model.tell(troubles.join('\n'), true);
}
