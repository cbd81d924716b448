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

export interface SummaryOptions {
  /** Given every good row. */
  readonly onRow?: ((row: CheckedRow) => void) | undefined;
  /** Given every problem, some at a time, before the next are looked for. */
  readonly onProblems?: ((problems: readonly Problem[]) => Promise<void>) | undefined;
  /** The summary keeps so many problems, the first ones; all of them unless told. */
  readonly mostProblems?: number | undefined;
}

/** Reads a check to its end and sums it up. */
export async function summarizeCheck(
  checks: AsyncIterable<readonly Check[]>,
  {
    onRow = () => {},
    onProblems = async () => {},
    mostProblems = Number.POSITIVE_INFINITY,
  }: SummaryOptions = {},
): Promise<CheckSummary> {
  let ok = true;
  let rows = 0;
  const purchases: Record<string, number> = {};
  const problems: Problem[] = [];
  for await (const someChecks of checks) {
    const found: Problem[] = [];
    for (const check of someChecks) {
      if (check.kind === 'problem') {
        found.push(check.problem);
        rows = Math.max(rows, check.problem.row ?? 0);
      } else {
        onRow(check.row);
        const { row, action, count } = check.row;
        purchases[action] = (purchases[action] ?? 0) + count;
        rows = Math.max(rows, row);
      }
    }
    if (found.length === 0) continue;
    ok = false;
    for (const problem of found.slice(0, mostProblems - problems.length)) problems.push(problem);
    await onProblems(found);
  }
  return { ok, rows, purchases, problems };
}
