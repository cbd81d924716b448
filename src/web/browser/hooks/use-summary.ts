import type { RunStatus, RunSummary } from '../../api-types.ts';
import { useAnswer } from './use-answer.ts';

/** What failed in a run, by code. Its events tell of failures and doubts together; the summary tells them apart. */
export function useSummary(status: RunStatus | null): Pick<RunSummary, 'failures' | 'mayBeUnpaid'> {
  const failed = status?.counts.failed ?? 0;
  // Asked for anew whenever the count has changed.
  const path = failed === 0 ? null : `/api/runs/${status?.run}/summary?${failed}`;
  const { answer } = useAnswer<RunSummary>(path);
  return failed === 0 || answer === null ? nothingFailed : answer;
}

const nothingFailed = { failures: [], mayBeUnpaid: false };
