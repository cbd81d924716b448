import type { z } from 'zod';
import { checkManifest } from '../../producer/manifest/check-manifest.ts';
import type { WebOptions } from '../server/web-options.ts';
import type { manifestPageShape } from '../shapes/upload.ts';
import { checkOptions } from './check-upload.ts';
import { type StoredUpload, sourceOf } from './stored-upload.ts';

type ManifestPage = z.infer<typeof manifestPageShape>;

/** Reads what some rows of an upload buy, from row `from` on. */
export async function readRows(
  { folder, upload }: { readonly folder: string; readonly upload: StoredUpload },
  { from, limit }: { readonly from: number; readonly limit: number },
  options: WebOptions,
): Promise<ManifestPage> {
  const rows: ManifestPage['rows'][number][] = [];
  for await (const checks of checkManifest(sourceOf(folder, upload), checkOptions(upload, options))) {
    for (const check of checks) {
      if (check.kind !== 'row' || check.row.row < from) continue;
      // One more than is shown tells that there is more.
      if (rows.length === limit) return { rows, next: check.row.row };
      const { row, line, reference, action, account, params, notes, count } = check.row;
      rows.push({ row, line, reference, action, account, params, notes, count });
    }
  }
  return { rows, next: null };
}
