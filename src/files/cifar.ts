/** A label, then the red, green and blue planes of 32 × 32 pixels: see engine/data/cifar.ts. */
const RECORD = 3073;

/** Images of the largest batch that there is. */
const MOST_IMAGES = 10_000;

/**
 * Whether a file is a CIFAR-10 binary batch: whole records whose labels are 0 to 9. Nothing else
 * marks one, so the file must be called `.bin` as its authors do, or hold a hundred images.
 */
export function looksLikeCifar(name: string, bytes: Uint8Array): boolean {
  const images = bytes.length / RECORD;
  if (!Number.isInteger(images) || images < 1 || images > MOST_IMAGES) return false;
  if (images < 100 && !/\.bin$/i.test(name)) return false;
  for (let at = 0; at < bytes.length; at += RECORD) if (bytes[at]! > 9) return false;
  return true;
}
