import type { ActionDefinition } from '../../shared/actions/action.ts';
import { oneSpelling } from '../../shared/actions/target.ts';
import type { Params } from '../../shared/purchase.ts';
import { describeValue } from './describe-value.ts';
import type { Finding, ProblemCode } from './problem.ts';
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

/** What a row wants to be the only one to have; `bought` is null when its action is not known. */
export function claimsOf(
  reference: unknown,
  bought: { readonly definition: ActionDefinition; readonly params: Params } | null,
): readonly Claim[] {
  const claims: Claim[] = [];
  if (typeof reference === 'string') {
    claims.push({ column: 'Reference', code: 'duplicate-reference', key: reference, spelling: reference });
  }
  const parameter = bought?.definition.uniqueParameter;
  const value = parameter ? bought.params[parameter] : undefined;
  if (bought && parameter && typeof value === 'string') {
    const { safety } = bought.definition;
    const isToken = safety.kind === 'token' && safety.tokenParameter === parameter;
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
