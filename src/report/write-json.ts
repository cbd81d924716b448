import type { ReportLine } from '../shared/outcome.ts';
import { inBatches } from './in-batches.ts';

const linesPerWrite = 100;

/** Writes a report as one JSON array, a purchase on each line, never held whole. */
export async function* writeJson(lines: AsyncIterable<ReportLine>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const batch of inBatches(lines, linesPerWrite)) {
    yield before + batch.map((line) => JSON.stringify(line)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
