import type { FollowedPurchase } from './follow-up.ts';
import { reportLineText } from './report-line.ts';

/** Writes a report as JSONL: one line of JSON for each purchase. */
export async function* writeJsonl(
  run: string,
  batches: AsyncIterable<readonly FollowedPurchase[]>,
): AsyncGenerator<string> {
  for await (const batch of batches) {
    yield batch.map((record) => `${reportLineText(run, record)}\n`).join('');
  }
}
