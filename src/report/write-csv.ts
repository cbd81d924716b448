import { stringify } from 'csv-stringify/sync';
import type { ReportLine } from '../shared/outcome.ts';
import { defuseCell } from './defuse-cell.ts';
import { inBatches } from './in-batches.ts';
import { parameterCell, parameterColumns } from './parameter-cells.ts';

const linesPerWrite = 100;

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
] as const satisfies readonly (keyof ReportLine)[];

export interface CsvColumns {
  /** Actions of the run: their parameters are columns. */
  readonly actions: readonly string[];
  /** Names of the run's notes, with their `#`. */
  readonly noteNames: readonly string[];
}

/** Writes a report as CSV: the manifest's own columns, then a column for each other field of a line. */
export async function* writeCsv(
  lines: AsyncIterable<ReportLine>,
  { actions, noteNames }: CsvColumns,
): AsyncGenerator<string> {
  const paths = parameterColumns(actions);
  yield stringify([['Action', 'Reference', ...paths, ...noteNames, ...reportColumns]]);
  for await (const batch of inBatches(lines, linesPerWrite)) {
    yield stringify(
      batch.map((line) => [
        line.action,
        defuseCell(line.reference ?? ''),
        ...paths.map((path) => parameterField(line, path)),
        ...noteNames.map((name) => defuseCell(line.notes[name] ?? '')),
        ...reportColumns.map((column) => reportCell(line[column])),
      ]),
    );
  }
}

function parameterField({ params }: ReportLine, path: string): string {
  return defuseCell(parameterCell(params, path));
}

function reportCell(value: ReportLine[(typeof reportColumns)[number]]): string {
  if (value === null) return '';
  // A number is ours and no formula, whatever its sign.
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return defuseCell(value);
  if (isResourceIds(value)) return defuseCell(value.join(' '));
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}

function isResourceIds(value: ReportLine['resourceIds'] | ReportLine['notes']): value is readonly string[] {
  return Array.isArray(value);
}
