import { zoneAreas, zoneIdPattern, zoneNamePattern, zoneTypes } from '../../../shared/actions/zone.ts';
import { describeValue } from '../describe-value.ts';
import type { GivenRow } from '../given-row.ts';
import type { Finding } from '../problem.ts';
import type { ActionRule } from './rule.ts';

/** The columns that name the site to put on a plan: each by itself, and what they mean for each other. */
export const siteColumns: ActionRule = ({ values, definition }) => {
  // That another action takes none of them, another rule says.
  if (definition.name !== 'CreatePlan' || !columns.some((column) => values.has(column))) return [];
  return [...valueFindings(values), ...combinationFindings(values)];
};

const columns = ['ZoneName', 'ZoneType', 'ZoneArea', 'ZoneId'] as const;

function valueFindings(values: GivenRow['values']): Finding[] {
  return [
    ...textFinding(values, 'ZoneName', {
      pattern: zoneNamePattern,
      rule: 'a domain name alone, such as example.com',
    }),
    ...textFinding(values, 'ZoneId', {
      pattern: zoneIdPattern,
      rule: 'the id of a site, such as zone-2noz78a8ev6k',
    }),
    ...choiceFinding(values, 'ZoneType', zoneTypes),
    ...choiceFinding(values, 'ZoneArea', zoneAreas),
  ];
}

function textFinding(
  values: GivenRow['values'],
  column: string,
  { pattern, rule }: { readonly pattern: RegExp; readonly rule: string },
): Finding[] {
  const value = values.get(column);
  if (value === undefined || (typeof value === 'string' && pattern.test(value))) return [];
  return [{ column, code: 'not-allowed', message: `${column} must be ${rule}: got ${describeValue(value)}` }];
}

function choiceFinding(values: GivenRow['values'], column: string, choices: readonly string[]): Finding[] {
  const value = values.get(column);
  if (value === undefined || choices.some((choice) => choice === value)) return [];
  const message = `${column} must be one of ${choices.join(', ')}: got ${describeValue(value)}`;
  return [{ column, code: 'not-one-of', message }];
}

function combinationFindings(values: GivenRow['values']): Finding[] {
  const findings: Finding[] = [];
  if (values.has('ZoneName') && values.has('ZoneId')) {
    const message =
      'ZoneId must be left out beside ZoneName: a site is created on the plan or bound to it, not both';
    findings.push({ column: 'ZoneId', code: 'not-allowed', message });
  }
  for (const column of ['ZoneType', 'ZoneArea']) {
    if (!values.has(column) || values.has('ZoneName')) continue;
    const message = `${column} must be left out without ZoneName: it says how that site is created`;
    findings.push({ column, code: 'not-allowed', message });
  }
  // One site cannot be put on two plans.
  if (values.has('Count') && String(values.get('Count')) !== '1') {
    const message = 'Count must be left out of a row with a site: one site goes on one plan';
    findings.push({ column: 'Count', code: 'count-not-allowed', message });
  }
  return findings;
}
