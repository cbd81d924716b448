import type { FollowedPurchase } from './follow-up.ts';
import { reportLineText } from './report-line.ts';

/** Writes a report as one JSON array, a purchase on each line, never held whole. */
export async function* writeJson(
  run: string,
  batches: AsyncIterable<readonly FollowedPurchase[]>,
): AsyncGenerator<string> {
  let before = '[\n';
  for await (const batch of batches) {
    yield before + batch.map((record) => reportLineText(run, record)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
