import { appendFile } from 'node:fs/promises';
import type { ManifestSource } from '../../producer/manifest/manifest-source.ts';
import type { Problem } from '../../producer/manifest/problem.ts';
import { type Survey, surveyManifest } from '../../producer/survey-manifest.ts';
import type { WebOptions } from '../server/web-options.ts';
import { growingFile } from './growing-file.ts';
import type { IncomingManifest } from './receive-manifest.ts';
import { uploadPaths } from './stored-upload.ts';

/** A manifest that was received and checked. */
export interface CheckedUpload {
  readonly source: ManifestSource;
  readonly survey: Survey;
  /** The survey keeps only the first problems; the file of problems holds this many. */
  readonly problemCount: number;
  /** Stands for the bytes. */
  readonly digest: string;
}

export interface UploadChoice {
  readonly action?: string | undefined;
  readonly account?: string | undefined;
  readonly maxPurchases?: number | undefined;
}

/** More than a person reads, and little enough for one answer. */
const problemsShown = 1_000;

/** Keeps a manifest in `folder` and checks it while it comes in. */
export async function checkUpload(
  incoming: IncomingManifest,
  folder: string,
  { choice, options }: { readonly choice: UploadChoice; readonly options: WebOptions },
): Promise<CheckedUpload> {
  const paths = uploadPaths(folder);
  const file = growingFile(paths.manifest);
  const source = { name: incoming.name, format: incoming.format, open: file.read, close: async () => {} };
  let problemCount = 0;
  const surveying = surveyManifest(source, {
    ...checkOptions(choice, options),
    mostProblems: problemsShown,
    onProblems: async (problems) => {
      problemCount += problems.length;
      await appendFile(paths.problems, linesOf(problems), { mode: 0o600 });
    },
  });
  // When the bytes break off the check does too; that it broke off is told once.
  surveying.catch(() => {});
  try {
    const { digest } = await file.fill(incoming.bytes);
    return { source, survey: await surveying, problemCount, digest };
  } catch (error) {
    incoming.release();
    throw error;
  }
}

/** How a manifest is checked here, the first time and whenever it is read again. */
export function checkOptions(
  { action, account, maxPurchases }: UploadChoice,
  { accounts, maxPurchases: most }: WebOptions,
) {
  return { action, account, accounts, maxPurchases: maxPurchases ?? most ?? undefined };
}

function linesOf(problems: readonly Problem[]): string {
  return problems.map((problem) => `${JSON.stringify(problem)}\n`).join('');
}
