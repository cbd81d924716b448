import { deriveClientToken } from '../shared/actions/client-token.ts';
import { findAction } from '../shared/actions/index.ts';
import { csvRow } from '../shared/csv/csv-row.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import { defaultAccount, type Line } from '../shared/line.ts';
import type { ReportLine } from '../shared/outcome.ts';
import type { Params, Terms } from '../shared/purchase.ts';
import { inBatches } from './in-batches.ts';
import { parameterCell, parameterColumns } from './parameter-cells.ts';
import { toReportLine } from './report-line.ts';
import { expiryColumnName, hasExpiryColumn, siteCell, siteColumnNames } from './term-cells.ts';

const rowsPerWrite = 100;

export interface ManifestColumns {
  /** Lines of the run: they say which parameters there are, and which account pays. */
  readonly lines: readonly Line[];
  /** Names of the run's notes, with their `#`. */
  readonly noteNames: readonly string[];
  /** Whether any row of the run has a Count. */
  readonly hasCount: boolean;
  /** Whether any row puts a site on the plan that it buys. */
  readonly hasSites: boolean;
}

/**
 * Writes report lines as a CSV manifest that buys the same again: the manifest's own columns, as they were given. Its
 * cells are not defused, as a changed parameter would buy something else.
 */
export async function* writeManifest(
  run: string,
  batches: AsyncIterable<readonly PurchaseRecord[]>,
  columns: ManifestColumns,
): AsyncGenerator<string> {
  const cells = manifestCells(columns);
  yield csvRow(cells.map(({ name }) => name));
  for await (const rows of inBatches(foldRows(run, batches), rowsPerWrite)) {
    yield rows.map((row) => csvRow(cells.map(({ read }) => read(row)))).join('');
  }
}

/** Purchases of one row of the manifest, which asks for `count` equal ones. */
interface ManifestRow {
  readonly line: ReportLine;
  readonly terms: Terms;
  readonly params: Params;
  readonly count: number;
}

interface ManifestCell {
  readonly name: string;
  readonly read: (row: ManifestRow) => string;
}

function manifestCells({ lines, noteNames, hasCount, hasSites }: ManifestColumns): readonly ManifestCell[] {
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
    ...(hasExpiryColumn(actions)
      ? [{ name: expiryColumnName, read: ({ terms }: ManifestRow) => terms.ifExpiresBefore ?? '' }]
      : []),
    ...(hasSites ? siteColumnNames : []).map((name) => ({
      name,
      read: ({ terms }: ManifestRow) => siteCell(terms, name),
    })),
    ...noteNames.map((name) => ({ name, read: ({ line }: ManifestRow) => line.notes[name] ?? '' })),
  ];
}

/** Puts the purchases of a row with Count together again, as a Reference may stand only once in a manifest. */
async function* foldRows(
  run: string,
  batches: AsyncIterable<readonly PurchaseRecord[]>,
): AsyncGenerator<ManifestRow> {
  let first: PurchaseRecord | null = null;
  let count = 0;
  for await (const batch of batches) {
    for (const record of batch) {
      if (first !== null && first.row !== record.row) {
        yield manifestRow(run, first, count);
        count = 0;
      }
      if (count === 0) first = record;
      count += 1;
    }
  }
  if (first !== null) yield manifestRow(run, first, count);
}

function manifestRow(run: string, record: PurchaseRecord, count: number): ManifestRow {
  const line = toReportLine(run, record);
  return { line, terms: record.terms, params: withoutDerivedToken(line), count };
}

/** A token that we derived belongs to the purchase it was derived for; one of the user's own is theirs to keep. */
function withoutDerivedToken({ action, params, run, row, index }: ReportLine): Params {
  const safety = findAction(action)?.safety;
  if (safety?.kind !== 'token') return params;
  const { [safety.tokenParameter]: token, ...others } = params;
  return token === deriveClientToken(run, row, index) ? others : params;
}
