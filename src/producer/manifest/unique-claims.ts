import type { ActionDefinition } from '../../shared/actions/action.ts';
import { oneSpelling } from '../../shared/actions/target.ts';
import type { Params, Terms } from '../../shared/purchase.ts';
import { describeValue } from './describe-value.ts';
import type { Finding, ProblemCode } from './problem.ts';
import { createTextRegister, type TextRegister } from './text-register.ts';

/** A value that may stand only once in a manifest. */
export interface Claim {
  readonly column: string;
  /** Those among which it may not meet again; the renewal of a plan and its switch may name the same plan. */
  readonly among: string;
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
    const among = 'Reference';
    claims.push({
      column: 'Reference',
      among,
      code: 'duplicate-reference',
      key: reference,
      spelling: reference,
    });
  }
  for (const parameter of bought?.definition.uniqueParameters ?? []) {
    const value = bought?.params[parameter];
    if (bought && typeof value === 'string') claims.push(claimOf(bought.definition, parameter, value));
  }
  return claims;
}

function claimOf({ name, safety }: ActionDefinition, parameter: string, value: string): Claim {
  if (safety.kind === 'token' && safety.tokenParameter === parameter) {
    const code = 'duplicate-client-token';
    return { column: parameter, among: parameter, code, key: value, spelling: value };
  }
  const key = parameter === 'Domain' ? oneSpelling(value) : value;
  const among = `${name} ${parameter}`;
  return { column: parameter, among, code: 'duplicate-parameter', key, spelling: value };
}

const noClaims: readonly Claim[] = [];

/** What a row claims by the site that it names: no site goes on two plans. */
export function siteClaimsOf(site: Terms['site']): readonly Claim[] {
  if (site === undefined) return noClaims;
  const [column, value, key] =
    'zoneId' in site
      ? (['ZoneId', site.zoneId, site.zoneId] as const)
      : (['ZoneName', site.zoneName, oneSpelling(site.zoneName)] as const);
  return [{ column, among: column, code: 'duplicate-parameter', key, spelling: value }];
}

/** Remembers every claim of a manifest; the only part of checking one that grows with it. */
export function claimRegister(): (row: number, claims: readonly Claim[]) => readonly Finding[] {
  const registers = new Map<string, TextRegister>();
  return (row, claims) => {
    const findings: Finding[] = [];
    for (const claim of claims) {
      const rows = registers.get(claim.among) ?? createTextRegister();
      registers.set(claim.among, rows);
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
