import { unreachable } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readPurchases } from '../shared/ledger/read-purchases.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import { filterLines, type LineFilter } from './filter-lines.ts';
import { readReport } from './read-report.ts';
import { readSummary } from './read-summary.ts';
import { summarize } from './summarize.ts';
import { surveyPurchases } from './survey-purchases.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writeManifest } from './write-manifest.ts';
import { type TableOptions, writeTable } from './write-table.ts';

export const reportFormats = ['table', 'csv', 'json', 'jsonl', 'manifest'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportOptions extends LineFilter, Omit<TableOptions, 'actions'> {
  readonly format: ReportFormat;
}

/** Writes the report of a run as a stream of text, in one of the formats. Memory does not grow with the run. */
export async function* writeReport(
  ledger: Ledger,
  record: RunRecord,
  { format, ...options }: ReportOptions,
): AsyncGenerator<string> {
  const lines = filterLines(readReport(ledger, record.run), options);
  const actions = [...new Set(record.lines.map(({ action }) => action))];
  switch (format) {
    case 'table':
      yield* writeTable(lines, { ...options, actions });
      yield `\n${summarize(await readSummary(ledger, record), options)}`;
      return;
    case 'json':
      return yield* writeJson(lines);
    case 'jsonl':
      return yield* writeJsonl(lines);
    case 'csv': {
      const survey = await surveyPurchases(readPurchases(ledger, record.run));
      return yield* writeCsv(lines, { ...survey, actions });
    }
    case 'manifest': {
      const survey = await surveyPurchases(readPurchases(ledger, record.run));
      return yield* writeManifest(lines, { ...survey, lines: record.lines });
    }
    default:
      unreachable(format);
  }
}
