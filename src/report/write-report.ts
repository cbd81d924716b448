import { unreachable } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { hasFollowUps, type RunRecord } from '../shared/ledger/runs.ts';
import { type Books, ledgerBooks } from './books.ts';
import { filterPurchases, type PurchaseFilter } from './filter-purchases.ts';
import { writeHtml } from './html/write-html.ts';
import { reportLines } from './read-report.ts';
import { summarize } from './summarize.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writeManifest } from './write-manifest.ts';
import { type TableOptions, writeTable } from './write-table.ts';

/** What `--format` of a report may say. */
export const reportFormats = ['table', 'csv', 'json', 'jsonl', 'html', 'manifest'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportOptions extends PurchaseFilter, Omit<TableOptions, 'actions'> {
  readonly format: ReportFormat;
}

/** Writes the report of a run as a stream of text, in one of the formats. Memory does not grow with the run. */
export function writeReport(
  ledger: Ledger,
  record: RunRecord,
  options: ReportOptions,
): AsyncGenerator<string> {
  return writeBooks(ledgerBooks(ledger, record), options);
}

/** The same, from books that may lie elsewhere. */
export async function* writeBooks(
  { record, purchases, joinFollowUps, readSummary, readColumns }: Books,
  { format, ...options }: ReportOptions,
): AsyncGenerator<string> {
  const { run } = record;
  // Read first only where the filter asks for them: the others need be read of what is wanted alone.
  const batches = options.withOpenFollowUps
    ? filterPurchases(joinFollowUps(purchases()), options)
    : joinFollowUps(filterPurchases(purchases(), options));
  const actions = [...new Set(record.lines.map(({ action }) => action))];
  switch (format) {
    case 'table':
      yield* writeTable(reportLines(run, batches), { ...options, actions });
      yield `\n${summarize(await readSummary(), options)}`;
      return;
    case 'json':
      return yield* writeJson(run, batches);
    case 'jsonl':
      return yield* writeJsonl(run, batches);
    case 'html':
      return yield* writeHtml(await readSummary(), batches);
    case 'csv': {
      const columns = await readColumns();
      return yield* writeCsv(run, batches, {
        ...columns,
        lines: record.lines,
        hasSites: hasFollowUps(record),
      });
    }
    case 'manifest': {
      const columns = await readColumns();
      return yield* writeManifest(run, batches, {
        ...columns,
        lines: record.lines,
        hasSites: hasFollowUps(record),
      });
    }
    default:
      unreachable(format);
  }
}
