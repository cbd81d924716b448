import type { CheckedRow } from '../../shared/purchase.ts';
import { wholeNumber } from './convert-value.ts';
import type { GivenRow } from './given-row.ts';
import { nameAction } from './name-action.ts';
import type { Finding } from './problem.ts';
import { readParams } from './read-params.ts';
import { isNote } from './row-columns.ts';
import { accountName } from './rules/account-name.ts';
import { configuredAccount } from './rules/configured-account.ts';
import { countInterchangeable } from './rules/count-interchangeable.ts';
import { countRange } from './rules/count-range.ts';
import { expiryDate } from './rules/expiry-date.ts';
import { knownColumns } from './rules/known-columns.ts';
import { referenceText } from './rules/reference-text.ts';
import type { ActionRow, ActionRule, RowRule } from './rules/rule.ts';
import { siteColumns } from './rules/site-columns.ts';
import { siteOf, termsOf } from './terms.ts';
import { type Claim, claimsOf, siteClaimsOf } from './unique-claims.ts';

/** What holds for a row that does not say it itself. */
export interface RowDefaults {
  readonly action: string | null;
  readonly account: string;
  /** The accounts that can pay; null: any. */
  readonly accounts: readonly string[] | null;
}

export interface RowVerdict {
  /** Everything that is wrong with the row by itself. */
  readonly findings: readonly Finding[];
  /** What the row wants to be the only one to have. */
  readonly claims: readonly Claim[];
  /** Null when there are findings. */
  readonly checked: CheckedRow | null;
}

/** Judges one row by itself, by every rule at once, so that its author need not come back for the next mistake. */
export function checkRow(given: GivenRow, defaults: RowDefaults): RowVerdict {
  const named = nameAction(given.values.get('Action') ?? defaults.action);
  const findings: Finding[] = [];
  for (const rule of rowRules) findings.push(...rule(given));
  findings.push(...configuredAccount(given, defaults));
  if (named.kind === 'finding') {
    return {
      findings: [named.finding, ...findings],
      claims: claimsOf(given.values.get('Reference'), null),
      checked: null,
    };
  }
  const { definition } = named;
  const read = readParams(given, definition);
  const { row: number, line, isText, values } = given;
  // Spelt out: spreading an object costs more than all the rules together.
  const row: ActionRow = { row: number, line, isText, values, definition, params: read.params };
  findings.push(...read.findings);
  for (const rule of actionRules) findings.push(...rule(row));
  const checked = findings.length === 0 ? checkedRow(row, defaults.account) : null;
  const claims = [...claimsOf(values.get('Reference'), row), ...siteClaimsOf(siteOf(values))];
  return { findings, claims, checked };
}

const rowRules: readonly RowRule[] = [accountName, referenceText, countRange, expiryDate];
const actionRules: readonly ActionRule[] = [knownColumns, countInterchangeable, siteColumns];

function checkedRow(
  { row, line, isText, values, definition, params }: ActionRow,
  account: string,
): CheckedRow {
  const reference = values.get('Reference');
  return {
    row,
    line,
    action: definition.name,
    account: String(values.get('Account') ?? account),
    reference: reference === undefined ? null : String(reference),
    params,
    terms: termsOf(values),
    notes: notesOf(values),
    count: wholeNumber(values.get('Count'), isText) ?? 1,
  };
}

function notesOf(values: GivenRow['values']): Readonly<Record<string, string>> {
  const notes: Record<string, string> = {};
  for (const [column, note] of values) if (isNote(column)) notes[column] = noteText(note);
  return notes;
}

function noteText(note: unknown): string {
  return typeof note === 'object' ? JSON.stringify(note) : String(note);
}
