import {
  type Check,
  type CheckOptions,
  checkManifest,
} from '../../../src/producer/manifest/check-manifest.ts';
import type { Entry } from '../../../src/producer/manifest/entry.ts';
import type { ManifestFormat, ManifestSource } from '../../../src/producer/manifest/manifest-source.ts';
import type { Problem } from '../../../src/producer/manifest/problem.ts';
import { readManifest } from '../../../src/producer/manifest/read-manifest.ts';
import { type CheckSummary, summarizeCheck } from '../../../src/producer/manifest/summarize-check.ts';
import type { CheckedRow } from '../../../src/shared/purchase.ts';

/** A manifest held in memory, handed out in pieces of `pieceBytes`. */
export function textSource(
  format: ManifestFormat,
  text: string | Uint8Array,
  { pieceBytes = 64 * 1024 }: { pieceBytes?: number } = {},
): ManifestSource {
  const bytes = Buffer.from(text);
  return {
    name: `manifest.${format}`,
    format,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
    close: async () => {},
  };
}

export interface CheckedText extends CheckSummary {
  readonly checked: readonly CheckedRow[];
}

/** Checks a manifest held in memory, and keeps its good rows as well. */
export async function checkText(
  format: ManifestFormat,
  text: string | Uint8Array,
  options: CheckOptions = {},
): Promise<CheckedText> {
  const checked: CheckedRow[] = [];
  const keepRows = async function* (checks: AsyncIterable<readonly Check[]>) {
    for await (const someChecks of checks) {
      for (const check of someChecks) if (check.kind === 'row') checked.push(check.row);
      yield someChecks;
    }
  };
  const summary = await summarizeCheck(keepRows(checkManifest(textSource(format, text), options)));
  return { ...summary, checked };
}

export async function readEntries(source: ManifestSource): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const some of readManifest(source)) entries.push(...some);
  return entries;
}

export function problemsOf(entries: readonly Entry[]): readonly Problem[] {
  return entries.flatMap((entry) => (entry.kind === 'problem' ? [entry.problem] : []));
}
