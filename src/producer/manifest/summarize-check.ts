import type { CheckedRow } from '../../shared/purchase.ts';
import type { Check } from './check-manifest.ts';
import type { Problem } from './problem.ts';

/** What `validate --json` prints; the shape is promised to users. */
export interface CheckSummary {
  /** Nothing is wrong, so the manifest may be submitted. */
  readonly ok: boolean;
  /** Data rows of the manifest, good and bad. */
  readonly rows: number;
  /** Purchases of the good rows, by action; a row with Count holds several. */
  readonly purchases: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/** Reads a check to its end and sums it up; `onRow` is given every good row. Every problem is kept, to be shown. */
export async function summarizeCheck(
  checks: AsyncIterable<readonly Check[]>,
  onRow: (row: CheckedRow) => void = () => {},
): Promise<CheckSummary> {
  let rows = 0;
  const purchases: Record<string, number> = {};
  const problems: Problem[] = [];
  for await (const someChecks of checks) {
    for (const check of someChecks) {
      if (check.kind === 'problem') {
        problems.push(check.problem);
        rows = Math.max(rows, check.problem.row ?? 0);
      } else {
        onRow(check.row);
        const { row, action, count } = check.row;
        purchases[action] = (purchases[action] ?? 0) + count;
        rows = Math.max(rows, row);
      }
    }
  }
  return { ok: problems.length === 0, rows, purchases, problems };
}
