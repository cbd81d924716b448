import type { ReportLine } from '../shared/outcome.ts';
import { inBatches } from './in-batches.ts';

const linesPerWrite = 100;

/** Writes a report as JSONL: one line of JSON for each purchase. */
export async function* writeJsonl(lines: AsyncIterable<ReportLine>): AsyncGenerator<string> {
  for await (const batch of inBatches(lines, linesPerWrite)) {
    yield batch.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
}
