import { defaultAccount, type Line } from '../shared/line.ts';
import type { ReportLine } from '../shared/outcome.ts';
import type { Terms } from '../shared/purchase.ts';
import { csvRow } from './csv-row.ts';
import { defuseCell } from './defuse-cell.ts';
import type { FollowedPurchase } from './follow-up.ts';
import { followUpCells, followUpColumns } from './follow-up-cells.ts';
import { parameterCell, parameterColumns } from './parameter-cells.ts';
import { toReportLine } from './report-line.ts';
import { siteCell, siteColumnNames } from './term-cells.ts';

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
    paths: parameterColumns(lines.map(({ action }) => action)),
    noteNames,
    hasSites,
    hasAccount: lines.some(({ account }) => account !== defaultAccount),
  };
  const ofRow = ['Action', 'Reference', ...(own.hasAccount ? ['Account'] : [])];
  const ofSite = hasSites ? siteColumnNames : [];
  const followUp = hasSites ? followUpColumns : [];
  yield csvRow([...ofRow, ...own.paths, ...ofSite, ...noteNames, ...reportColumns, ...followUp]);
  for await (const batch of batches) {
    yield batch.map((record) => csvLine(toReportLine(run, record), record.terms, own)).join('');
  }
}

/** What stands after the manifest's own columns: every field of a line but its params. */
const reportColumns = [
  'run',
  'row',
  'line',
  'index',
  'reference',
  'action',
  'notes',
  'state',
  'orderId',
  'resourceIds',
  'delivery',
  'requestId',
  'traceId',
  'errorCode',
  'errorMessage',
  'errorScope',
  'remedy',
  'unpaidOrder',
  'attempts',
  'queuedAt',
  'sentAt',
  'settledAt',
  'settledBy',
  'account',
] as const satisfies readonly Exclude<keyof ReportLine, 'followUp'>[];

/** What of the manifest's own columns a run has. */
interface OwnColumns {
  readonly paths: readonly string[];
  readonly noteNames: readonly string[];
  readonly hasAccount: boolean;
  readonly hasSites: boolean;
}

function csvLine(line: ReportLine, terms: Terms, own: OwnColumns): string {
  const { paths, noteNames, hasAccount, hasSites } = own;
  const cells = [line.action, defuseCell(line.reference ?? '')];
  if (hasAccount) cells.push(line.account);
  for (const path of paths) cells.push(defuseCell(parameterCell(line.params, path)));
  if (hasSites) for (const column of siteColumnNames) cells.push(defuseCell(siteCell(terms, column)));
  for (const name of noteNames) cells.push(defuseCell(line.notes[name] ?? ''));
  for (const column of reportColumns) cells.push(reportCell(line[column]));
  if (hasSites) for (const cell of followUpCells(line.followUp)) cells.push(defuseCell(cell));
  return csvRow(cells);
}

function reportCell(value: ReportLine[(typeof reportColumns)[number]]): string {
  if (value === null || value === '') return '';
  // A number is ours and no formula, whatever its sign.
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return defuseCell(value);
  if (isResourceIds(value)) return defuseCell(value.join(' '));
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}

function isResourceIds(value: ReportLine['resourceIds'] | ReportLine['notes']): value is readonly string[] {
  return Array.isArray(value);
}
