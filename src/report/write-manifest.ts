import { deriveClientToken } from '../shared/actions/client-token.ts';
import { findAction } from '../shared/actions/index.ts';
import { defaultAccount, type Line } from '../shared/line.ts';
import type { ReportLine } from '../shared/outcome.ts';
import type { Params } from '../shared/purchase.ts';
import { csvRow } from './csv-row.ts';
import { inBatches } from './in-batches.ts';
import { parameterCell, parameterColumns } from './parameter-cells.ts';

const rowsPerWrite = 100;

export interface ManifestColumns {
  /** Lines of the run: they say which parameters there are, and which account pays. */
  readonly lines: readonly Line[];
  /** Names of the run's notes, with their `#`. */
  readonly noteNames: readonly string[];
  /** Whether any row of the run has a Count. */
  readonly hasCount: boolean;
}

/**
 * Writes report lines as a CSV manifest that buys the same again: the manifest's own columns, as they were given. Its
 * cells are not defused, as a changed parameter would buy something else.
 */
export async function* writeManifest(
  lines: AsyncIterable<ReportLine>,
  columns: ManifestColumns,
): AsyncGenerator<string> {
  const cells = manifestCells(columns);
  yield csvRow(cells.map(({ name }) => name));
  for await (const rows of inBatches(foldRows(lines), rowsPerWrite)) {
    yield rows.map((row) => csvRow(cells.map(({ read }) => read(row)))).join('');
  }
}

/** Purchases of one row of the manifest, which asks for `count` equal ones. */
interface ManifestRow {
  readonly line: ReportLine;
  readonly params: Params;
  readonly count: number;
}

interface ManifestCell {
  readonly name: string;
  readonly read: (row: ManifestRow) => string;
}

function manifestCells({ lines, noteNames, hasCount }: ManifestColumns): readonly ManifestCell[] {
  const hasAccount = lines.some(({ account }) => account !== defaultAccount);
  const actions = lines.map(({ action }) => action);
  return [
    { name: 'Action', read: ({ line }) => line.action },
    { name: 'Reference', read: ({ line }) => line.reference ?? '' },
    ...(hasAccount ? [{ name: 'Account', read: ({ line }: ManifestRow) => line.account }] : []),
    ...(hasCount
      ? [{ name: 'Count', read: ({ count }: ManifestRow) => (count > 1 ? String(count) : '') }]
      : []),
    ...parameterColumns(actions).map((path) => ({
      name: path,
      read: ({ params }: ManifestRow) => parameterCell(params, path),
    })),
    ...noteNames.map((name) => ({ name, read: ({ line }: ManifestRow) => line.notes[name] ?? '' })),
  ];
}

/** Puts the purchases of a row with Count together again, as a Reference may stand only once in a manifest. */
async function* foldRows(lines: AsyncIterable<ReportLine>): AsyncGenerator<ManifestRow> {
  let first: ReportLine | null = null;
  let count = 0;
  for await (const line of lines) {
    if (first !== null && first.row !== line.row) {
      yield manifestRow(first, count);
      count = 0;
    }
    if (count === 0) first = line;
    count += 1;
  }
  if (first !== null) yield manifestRow(first, count);
}

function manifestRow(line: ReportLine, count: number): ManifestRow {
  return { line, params: withoutDerivedToken(line), count };
}

/** A token that we derived belongs to the purchase it was derived for; one of the user's own is theirs to keep. */
function withoutDerivedToken({ action, params, run, row, index }: ReportLine): Params {
  const safety = findAction(action)?.safety;
  if (safety?.kind !== 'token') return params;
  const { [safety.tokenParameter]: token, ...others } = params;
  return token === deriveClientToken(run, row, index) ? others : params;
}
