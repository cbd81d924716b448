import { csvCell, csvRow } from '../shared/csv/csv-row.ts';
import { defuseCell } from '../shared/csv/defuse-cell.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import { defaultAccount, type Line } from '../shared/line.ts';
import type { ReportLine } from '../shared/outcome.ts';
import type { Params } from '../shared/purchase.ts';
import type { FollowedPurchase } from './follow-up.ts';
import { followUpCells, followUpColumns } from './follow-up-cells.ts';
import { isoTime } from './iso-time.ts';
import { parameterAt, parameterColumns } from './parameter-cells.ts';
import { adviceFor } from './report-line.ts';
import { expiryColumnName, hasExpiryColumn, siteCell, siteColumnNames } from './term-cells.ts';

export interface CsvColumns {
  /** Lines of the run: their actions' parameters are columns, and who pays is one where it is not the default account. */
  readonly lines: readonly Line[];
  /** Names of the run's notes, with their `#`. */
  readonly noteNames: readonly string[];
  /** Whether any row puts a site on the plan that it buys. */
  readonly hasSites: boolean;
}

/** Writes a report as CSV: the manifest's own columns, then a column for each other field of a line. */
export async function* writeCsv(
  run: string,
  batches: AsyncIterable<readonly FollowedPurchase[]>,
  { lines, noteNames, hasSites }: CsvColumns,
): AsyncGenerator<string> {
  const own = {
    run,
    paths: parameterColumns(lines.map(({ action }) => action)).map((path) => path.split('.')),
    noteNames,
    hasSites,
    hasExpiry: hasExpiryColumn(lines.map(({ action }) => action)),
    hasAccount: lines.some(({ account }) => account !== defaultAccount),
  };
  const ofRow = ['Action', 'Reference', ...(own.hasAccount ? ['Account'] : [])];
  const paths = own.paths.map((keys) => keys.join('.'));
  const ofTerms = [...(own.hasExpiry ? [expiryColumnName] : []), ...(hasSites ? siteColumnNames : [])];
  const ofReport = reportColumns.map(([name]) => name);
  const followUp = hasSites ? followUpColumns : [];
  yield csvRow([...ofRow, ...paths, ...ofTerms, ...noteNames, ...ofReport, ...followUp]);
  for await (const batch of batches) {
    yield batch.map((record) => csvLine(record, own)).join('');
  }
}

/** What of the manifest's own columns a run has. */
interface OwnColumns {
  readonly run: string;
  readonly paths: readonly (readonly string[])[];
  readonly noteNames: readonly string[];
  readonly hasAccount: boolean;
  readonly hasSites: boolean;
  readonly hasExpiry: boolean;
}

// Put together at once, as a report may have millions of lines. What is ours needs neither quotes nor defusing: a
// number is no formula, whatever its sign.
function csvLine(record: FollowedPurchase, own: OwnColumns): string {
  const { run, paths, noteNames, hasAccount, hasSites } = own;
  const params = JSON.parse(record.body) as Params;
  let line = `${record.action},${cell(record.reference)}`;
  if (hasAccount) line += `,${cell(record.account)}`;
  for (const keys of paths) line += `,${cell(parameterAt(params, keys))}`;
  if (own.hasExpiry) line += `,${cell(record.terms.ifExpiresBefore ?? null)}`;
  if (hasSites) for (const column of siteColumnNames) line += `,${cell(siteCell(record.terms, column))}`;
  for (const name of noteNames) line += `,${cell(record.notes[name] ?? '')}`;
  for (const [, read] of reportColumns) line += `,${read(record, run)}`;
  if (hasSites) for (const text of followUpCells(record.followUp ?? null)) line += `,${cell(text)}`;
  return `${line}\n`;
}

type ReportColumn = readonly [
  name: Exclude<keyof ReportLine, 'followUp'>,
  read: (record: PurchaseRecord, run: string) => string,
];

/** What stands after the manifest's own columns: every field of a line but its params and what follows. */
const reportColumns: readonly ReportColumn[] = [
  ['run', (_record, run) => run],
  ['row', ({ row }) => String(row)],
  ['line', ({ line }) => String(line)],
  ['index', ({ index }) => String(index)],
  ['reference', ({ reference }) => cell(reference)],
  ['action', ({ action }) => action],
  ['notes', ({ notes }) => cell(notesText(notes))],
  ['state', ({ state }) => state],
  ['orderId', ({ orderId }) => cell(orderId)],
  ['resourceIds', ({ resourceIds }) => cell(resourceIds.join(' '))],
  ['delivery', ({ delivery }) => delivery ?? ''],
  ['requestId', ({ requestId }) => cell(requestId)],
  // As `toReportLine` has it.
  ['traceId', ({ attemptId }) => attemptId ?? ''],
  ['errorCode', ({ errorCode }) => cell(errorCode)],
  ['errorMessage', ({ errorMessage }) => cell(errorMessage)],
  ['errorScope', (record) => adviceFor(record)?.scope ?? ''],
  ['remedy', (record) => cell(adviceFor(record)?.remedy ?? null)],
  ['unpaidOrder', ({ unpaidOrder }) => (unpaidOrder ? 'possible' : '')],
  ['attempts', ({ attempts }) => String(attempts)],
  ['queuedAt', ({ queuedAtMs }) => isoTime(queuedAtMs)],
  ['sentAt', ({ sentAtMs }) => (sentAtMs === null ? '' : isoTime(sentAtMs))],
  ['settledAt', ({ settledAtMs }) => (settledAtMs === null ? '' : isoTime(settledAtMs))],
  ['settledBy', ({ settledBy }) => settledBy ?? ''],
  ['account', ({ account }) => cell(account)],
];

function notesText(notes: PurchaseRecord['notes']): string {
  // Most purchases have none, and asking for all names takes longer than asking for one.
  for (const _name in notes) return JSON.stringify(notes);
  return '';
}

/** A text as a cell, harmless to a spreadsheet. */
function cell(text: string | null): string {
  return text === null || text === '' ? '' : csvCell(defuseCell(text));
}
