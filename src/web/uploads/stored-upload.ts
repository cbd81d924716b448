import { createReadStream } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ManifestSource, manifestFormats } from '../../producer/manifest/manifest-source.ts';
import { skippableList } from '../../producer/skippable-list.ts';
import type { Survey } from '../../producer/survey-manifest.ts';
import { targetList } from '../../producer/target-list.ts';
import { planShape, problemLineShape } from '../shapes/upload.ts';

const storedUpload = z.object({
  upload: z.string(),
  expiresAtMs: z.number(),
  manifest: z.string(),
  format: z.enum(manifestFormats),
  action: z.string().optional(),
  account: z.string().optional(),
  survey: z.object({
    ok: z.boolean(),
    rows: z.number(),
    purchases: z.record(z.string(), z.number()),
    total: z.number(),
    manifestHash: z.string(),
    lines: z.array(z.object({ action: z.string(), account: z.string() })),
    purchasesByLine: z.record(z.string(), z.number()).default({}),
    followUps: z.record(z.string(), z.number()).default({}),
    noteNames: z.array(z.string()),
  }),
  problems: z.array(problemLineShape),
  problemCount: z.number(),
  plan: planShape.nullable(),
  planAgain: planShape.nullable(),
  /** Of which trace it is a part, where the server is traced: what is confirmed goes on with it. */
  trace: z.record(z.string(), z.string()).optional(),
  /** The run it became; null before it is confirmed. */
  run: z.string().nullable(),
});

/** An upload that was checked, as it is kept on disk beside its manifest. */
export type StoredUpload = z.infer<typeof storedUpload>;

/** Where the parts of an upload are kept: under names of ours in a folder of its own. */
export function uploadPaths(folder: string) {
  return {
    manifest: join(folder, 'manifest'),
    problems: join(folder, 'problems.jsonl'),
    check: join(folder, 'check.json'),
  };
}

/** Writes an upload down; who reads it at the same moment finds it whole. */
export async function storeUpload(folder: string, upload: StoredUpload): Promise<void> {
  const { check } = uploadPaths(folder);
  await writeFile(`${check}.new`, JSON.stringify(upload), { mode: 0o600 });
  await rename(`${check}.new`, check);
}

/** Reads an upload; null where there is none, or it is still being received. */
export async function loadUpload(folder: string): Promise<StoredUpload | null> {
  const text = await readFile(uploadPaths(folder).check, 'utf8').catch(() => null);
  return text === null ? null : storedUpload.parse(JSON.parse(text));
}

/** The upload's manifest, to be read again. */
export function sourceOf(folder: string, { manifest: name, format }: StoredUpload): ManifestSource {
  const { manifest } = uploadPaths(folder);
  return {
    name,
    format,
    open: () => createReadStream(manifest, { highWaterMark: 256 * 1024 }),
    close: () => rm(manifest, { force: true }),
  };
}

/** What a submission needs to know of the check; its targets were for the plan alone. */
export function surveyOf({ survey, problems }: StoredUpload): Survey {
  return { ...survey, problems, targets: targetList(), skippables: skippableList() };
}
