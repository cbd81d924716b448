import type { CheckSummary } from '../../producer/manifest/summarize-check.ts';
import { RequestProblem } from '../server/problem.ts';

/** A manifest with problems, as `tcbatch validate --json` tells them. */
export function refusedManifest(
  { ok, rows, purchases, problems }: CheckSummary,
  problemCount: number,
): RequestProblem {
  const count = `${problemCount} problem${problemCount === 1 ? '' : 's'}`;
  return new RequestProblem(422, 'manifest-invalid', `Cannot submit manifest as it has ${count}`, {
    advice: 'Nothing was queued. Correct what the problems say and submit it again.',
    members: { ok, rows, purchases, problems, problemCount },
  });
}
