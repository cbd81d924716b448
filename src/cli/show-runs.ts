import { writeRuns } from '../report/write-runs.ts';
import type { RunStatus } from '../shared/run.ts';
import { mayPaint, printJson } from './terminal.ts';

/** Prints the runs as a table, or as a JSON document. */
export function showRuns(statuses: readonly RunStatus[], { json }: { readonly json?: boolean }): void {
  const { stdout } = process;
  const screenWidth = stdout.isTTY ? stdout.columns : null;
  if (json) printJson(statuses);
  else stdout.write(writeRuns(statuses, { screenWidth, isColor: mayPaint(stdout) }));
}
