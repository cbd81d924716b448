import type { ActionDefinition } from '../../shared/actions/action.ts';
import type { Params } from '../../shared/purchase.ts';
import { convertValue } from './convert-value.ts';
import { explainIssue } from './explain-issue.ts';
import type { GivenRow } from './given-row.ts';
import { parametersOf } from './known-parameters.ts';
import type { Finding } from './problem.ts';

/**
 * Reads the parameters of a row as the action sends them. With findings they are as far as could be read, which is
 * enough to look for what is wrong besides.
 */
export function readParams(
  given: GivenRow,
  definition: ActionDefinition,
): { params: Params; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const nested: Record<string, unknown> = {};
  const parameters = parametersOf(definition);
  for (const parameter of parameters.values()) {
    const value = given.values.get(parameter.path);
    if (value === undefined) continue;
    const conversion = convertValue(value, parameter, given.isText);
    if (conversion.kind === 'value') put(conversion.value, parameter.keys, nested);
    else findings.push(conversion.finding);
  }
  const parsed = definition.params.safeParse(nested);
  if (parsed.success) return { params: parsed.data, findings };
  const alreadyFound = new Set(findings.map((finding) => finding.column));
  for (const issue of parsed.error.issues) {
    const path = issue.path.join('.');
    if (alreadyFound.has(path)) continue;
    findings.push(explainIssue(issue, { parameter: parameters.get(path), given: given.values.get(path) }));
  }
  return { params: nested, findings };
}

/** Only names out of the catalogue are ever keys here, so no manifest can reach an object's own machinery. */
function put(value: unknown, keys: readonly string[], into: Record<string, unknown>): void {
  const [key = '', ...inner] = keys;
  if (inner.length === 0) {
    into[key] = value;
    return;
  }
  const group: Record<string, unknown> = { ...objectAt(into, key) };
  into[key] = group;
  put(value, inner, group);
}

function objectAt(holder: Record<string, unknown>, key: string): object {
  const held = holder[key];
  return typeof held === 'object' && held !== null ? held : {};
}
