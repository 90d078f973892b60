import { useEffect, useState } from 'preact/hooks';
import type { LabStatus } from '@/lab/lab';
import { pageLab } from '@/lab/page-lab';

/** @returns the page's lab and what it tells of itself, kept up to date. */
export function useLab() {
  const [lab] = useState(pageLab);
  const [status, setStatus] = useState<LabStatus>(lab.status);
  useEffect(() => lab.onStatus(setStatus), [lab]);
  return { lab, status };
}
