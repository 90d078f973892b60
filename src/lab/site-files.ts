import { InputError } from '@/engine/errors';

/** The address of a file that the site serves, under whatever path it is hosted. */
export function siteAddress(path: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}/${path}`;
}

/**
 * Fetches a file of this site.
 *
 * @throws InputError in words when it is missing or the connection is down.
 */
export async function readSiteFile(path: string): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(siteAddress(path));
  } catch {
    throw new InputError(
      `The file ${path} of this site could not be fetched. Check the connection and try again.`,
    );
  }
  // Said by the service worker: the file is that of a newer build.
  if (response.status === 409) {
    throw new InputError(
      'This site was renewed since you opened the page. Reload the page to get the new one.',
    );
  }
  if (!response.ok) {
    throw new InputError(
      `The file ${path} of this site is missing (the server answered ${response.status}). If this is your copy of the lecture, check that the folder was uploaded whole.`,
    );
  }
  return response.arrayBuffer();
}

/** For `loadDataset`: the site's data folder. */
export const readSiteData = (name: string) => readSiteFile(`data/${name}`);

/** A recorded run of this site, by its name without ending. */
export const readRecording = (name: string) => readSiteFile(`runs/${name}.safetensors`);
