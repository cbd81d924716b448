import type { ManifestSource } from '../../src/producer/manifest/manifest-source.ts';
import { openManifest } from '../../src/producer/manifest/open-manifest.ts';
import { type SubmitOptions, type Submitted, submitRun } from '../../src/producer/submit-run.ts';
import { surveyManifest } from '../../src/producer/survey-manifest.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';

/** A manifest in JSONL, as if it had come through standard input. */
function manifestOf(rows: readonly Record<string, unknown>[]): Promise<ManifestSource> {
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  return openManifest('-', { format: 'jsonl', input: piecesOf(text) });
}

/** Surveys and submits rows; fails on the first problem. */
export async function submitRows(
  ledger: Ledger,
  rows: readonly Record<string, unknown>[],
  options: Partial<SubmitOptions> = {},
): Promise<Submitted> {
  const source = await manifestOf(rows);
  try {
    const survey = await surveyManifest(source, {});
    if (!survey.ok) throw new Error(JSON.stringify(survey.problems[0]));
    return await submitRun(ledger, source, survey, { name: null, again: false, plan: null, ...options });
  } finally {
    await source.close();
  }
}

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
