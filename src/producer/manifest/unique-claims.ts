import { oneSpelling } from '../../shared/actions/target.ts';
import { describeValue } from './describe-value.ts';
import type { GivenRow } from './given-row.ts';
import type { Finding, ProblemCode } from './problem.ts';
import type { ActionRow } from './rules/rule.ts';
import { createTextRegister, type TextRegister } from './text-register.ts';

/** A value that may stand only once in a manifest. */
export interface Claim {
  readonly column: string;
  readonly code: ProblemCode;
  /** What may not meet again: equal for two spellings of one thing. */
  readonly key: string;
  /** The value as the row spells it. */
  readonly spelling: string;
}

/** What a row wants to be the only one to have; `row` is null when its action is not known. */
export function claimsOf({ values }: GivenRow, row: ActionRow | null): readonly Claim[] {
  const claims: Claim[] = [];
  const reference = values.get('Reference');
  if (typeof reference === 'string') {
    claims.push({ column: 'Reference', code: 'duplicate-reference', key: reference, spelling: reference });
  }
  const parameter = row?.definition.uniqueParameter;
  const value = parameter ? row.params[parameter] : undefined;
  if (row && parameter && typeof value === 'string') {
    const isToken =
      row.definition.safety.kind === 'token' && row.definition.safety.tokenParameter === parameter;
    const code = isToken ? 'duplicate-client-token' : 'duplicate-parameter';
    const key = parameter === 'Domain' ? oneSpelling(value) : value;
    claims.push({ column: parameter, code, key, spelling: value });
  }
  return claims;
}

/** Remembers every claim of a manifest; the only part of checking one that grows with it. */
export function claimRegister(): (row: number, claims: readonly Claim[]) => readonly Finding[] {
  const rowsByColumn = new Map<string, TextRegister>();
  return (row, claims) => {
    const findings: Finding[] = [];
    for (const claim of claims) {
      const rows = rowsByColumn.get(claim.column) ?? createTextRegister();
      rowsByColumn.set(claim.column, rows);
      const earlier = rows.note(claim.key, row);
      if (earlier !== null) findings.push(duplicate(claim, earlier));
    }
    return findings;
  };
}

function duplicate({ column, code, spelling }: Claim, earlier: number): Finding {
  const message = `${column} must stand only once in a manifest: got ${describeValue(spelling)} again, first in row ${earlier}`;
  return { column, code, message };
}
