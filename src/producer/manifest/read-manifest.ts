import type { Entry } from './entry.ts';
import type { ManifestFormat, ManifestSource } from './manifest-source.ts';
import { UnreadableManifest } from './problem.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readJsonl } from './read-jsonl.ts';

/**
 * Reads a manifest from its start as a stream of entries, some at a time as they come. Whatever is wrong with the file itself becomes a problem
 * among them; where nothing more can be read, that problem is the last entry. Throws only when the disk does.
 */
export async function* readManifest(source: ManifestSource): AsyncGenerator<readonly Entry[]> {
  let hasRows = false;
  try {
    for await (const entries of readers[source.format](source)) {
      hasRows ||= entries.some(({ kind }) => kind !== 'header' && kind !== 'defaults');
      yield entries;
    }
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) throw error;
    yield [{ kind: 'problem', problem: error.problem }];
    return;
  }
  if (!hasRows) yield [{ kind: 'problem', problem: noRows }];
}

const readers: Readonly<
  Record<ManifestFormat, (source: ManifestSource) => AsyncGenerator<readonly Entry[]>>
> = {
  csv: readCsv,
  json: readJson,
  jsonl: readJsonl,
};

const noRows = {
  row: null,
  line: null,
  column: null,
  code: 'no-rows',
  message: 'A manifest must hold at least one row: got none',
} as const;
