import type { RandomStream } from '../src/engine/random';

/** What has no business in an address, and gets there all the same. */
const POISON = [
  '<script>ran=1</script>',
  '"><img src=x onerror="ran=1">',
  'javascript:ran=1',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  'https://elsewhere.example/',
  '%00',
  '%E0%A4%A',
  '\u202e‮',
  'NaN',
  'Infinity',
  '-1',
  '1e309',
  '9'.repeat(40),
  '0x10',
  '',
  ' ',
  '𝒻'.repeat(300),
  'a'.repeat(5000),
];

/**
 * A fragment near one that is right: its keys and values changed, swapped, doubled, cut or poisoned.
 * The same stream gives the same fragments.
 */
export function fuzzedLink(right: string, random: RandomStream): string {
  const one = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
  const [id = '', query = ''] = right.split('?') as [string, string?];
  const pairs = query.split('&').map((pair) => pair.split('=') as [string, string?]);
  for (let changes = 1 + random.integer(3); changes > 0; changes--) {
    const pair = one(pairs);
    switch (random.integer(7)) {
      case 0:
        pair[1] = one(POISON);
        break;
      case 1:
        pair[0] = one(POISON);
        break;
      case 2:
        pair[1] = one(pairs)[1];
        break;
      case 3:
        pairs.push([...pair]);
        break;
      case 4:
        pair[1] = `${pair[1]}${random.integer(1000)}`;
        break;
      case 5:
        pair[1] = pair[1]?.slice(0, random.integer(1 + pair[1].length));
        break;
      default:
        pairs.push([one(['look.scale', 'look.eye', 'v', 'region', 'n', '2.depth']), one(POISON)]);
    }
  }
  const fuzzed = `${id}?${pairs.map((pair) => pair.join('=')).join('&')}`;
  return random.integer(20) === 0 ? fuzzed.slice(0, random.integer(fuzzed.length)) : fuzzed;
}
