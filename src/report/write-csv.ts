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
    yield `${batch.map((record) => csvLine(record, own)).join('\n')}\n`;
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

// Joined once, as a report may have millions of lines: a text that grows cell by cell takes twice as long. What is ours
// needs neither quotes nor defusing: a number is no formula, whatever its sign.
function csvLine(record: FollowedPurchase, own: OwnColumns): string {
  const { run, paths, noteNames, hasAccount, hasSites } = own;
  const params = JSON.parse(record.body) as Params;
  const cells = [record.action, cell(record.reference)];
  if (hasAccount) cells.push(cell(record.account));
  for (const keys of paths) cells.push(cell(parameterAt(params, keys)));
  if (own.hasExpiry) cells.push(cell(record.terms.ifExpiresBefore ?? null));
  if (hasSites) for (const column of siteColumnNames) cells.push(cell(siteCell(record.terms, column)));
  for (const name of noteNames) cells.push(cell(record.notes[name] ?? ''));
  for (const [, read] of reportColumns) cells.push(read(record, run));
  if (hasSites) for (const text of followUpCells(record.followUp ?? null)) cells.push(cell(text));
  return cells.join(',');
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

/** Nearly every text is nothing but these, and needs neither quotes nor defusing. */
const plain = /^[A-Za-z0-9_][A-Za-z0-9_ .:/-]*$/;

/** A text as a cell, harmless to a spreadsheet. */
function cell(text: string | null): string {
  if (text === null || text === '' || plain.test(text)) return text ?? '';
  return csvCell(defuseCell(text));
}
