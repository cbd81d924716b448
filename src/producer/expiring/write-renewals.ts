import { csvRow } from '../../shared/csv/csv-row.ts';
import { defuseCell } from '../../shared/csv/defuse-cell.ts';
import type { ManifestFormat } from '../manifest/manifest-source.ts';
import type { RenewalRow } from './choose-renewal.ts';
import type { RenewalAction } from './find-renewals.ts';

const callColumns: Readonly<Record<RenewalAction, readonly string[]>> = {
  RenewPlan: ['PlanId', 'Period'],
  RenewInstance: ['ProductCode', 'SubProductCode', 'RegionCode', 'InstanceId', 'Period', 'PeriodUnit'],
};
const otherColumns = ['IfExpiresBefore', '#ExpiredTime', '#Zone', '#AutoRenewal', '#Status', '#Name'];

export interface RenewalManifest {
  readonly format: ManifestFormat;
  readonly actions: readonly RenewalAction[];
  /** Who pays, where a row is to name it. */
  readonly account: string | null;
}

/** Writes renewal rows as a manifest, as they come. */
export function writeRenewals(
  found: AsyncIterable<RenewalRow>,
  { format, actions, account }: RenewalManifest,
): AsyncGenerator<string> {
  const rows = account === null ? found : paidBy(account, found);
  switch (format) {
    case 'csv':
      return writeCsv(rows, { actions, account });
    case 'json':
      return writeJson(rows);
    case 'jsonl':
      return writeJsonl(rows);
  }
}

async function* paidBy(account: string, rows: AsyncIterable<RenewalRow>): AsyncGenerator<RenewalRow> {
  for await (const { Action = '', ...others } of rows) yield { Action, Account: account, ...others };
}

async function* writeCsv(
  rows: AsyncIterable<RenewalRow>,
  { actions, account }: Omit<RenewalManifest, 'format'>,
): AsyncGenerator<string> {
  const first = account === null ? ['Action'] : ['Action', 'Account'];
  const columns = [...new Set([...first, ...actions.flatMap((name) => callColumns[name]), ...otherColumns])];
  yield csvRow(columns);
  for await (const row of rows) yield csvRow(columns.map((name) => cellOf(name, row[name])));
}

/** Notes are text that somebody wrote at the provider; parameters have to stay what they are. */
function cellOf(name: string, value: string | number | undefined): string {
  const text = String(value ?? '');
  return name.startsWith('#') ? defuseCell(text) : text;
}

async function* writeJson(rows: AsyncIterable<RenewalRow>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield `${before}${JSON.stringify(row)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* writeJsonl(rows: AsyncIterable<RenewalRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
