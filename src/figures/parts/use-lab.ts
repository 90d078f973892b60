import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { LabStatus } from '@/lab/lab';
import { pageLab } from '@/lab/page-lab';

/** The figure of this page that the reader used last. */
let inUse: symbol | undefined;
/** The figure that tells the notice: one lab serves the page, and a reader is told once. */
let teller: { readonly notice: string; readonly figure: symbol } | undefined;

/**
 * @returns the page's lab and what it tells of itself, kept up to date, its notice in one figure
 *   only: the one in use when it came; and how a figure says that it is in use.
 */
export function useLab() {
  const [lab] = useState(pageLab);
  const [me] = useState(() => Symbol('figure'));
  const [status, setStatus] = useState<LabStatus>(() => toldTo(me, lab.status));
  useEffect(() => lab.onStatus((now) => setStatus(toldTo(me, now))), [lab, me]);
  const use = () => {
    inUse = me;
  };
  return { lab, status, use };
}

/** Says that a figure is in use from when it runs. */
export function useWhile(running: boolean, use: () => void) {
  useLayoutEffect(() => {
    if (running) use();
  }, [running]);
}

function toldTo(figure: symbol, status: LabStatus): LabStatus {
  const { notice } = status;
  if (notice === undefined) teller = undefined;
  else if (teller?.notice !== notice) teller = { notice, figure: inUse ?? figure };
  return teller?.figure === figure ? status : { ...status, notice: undefined };
}
