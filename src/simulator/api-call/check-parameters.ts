import type { Refusal } from '../reply.ts';
import { refuse } from '../reply.ts';

/** What one parameter has to be; ranges and lists of words are the action's own business. */
type ParameterRule = { readonly isRequired?: true } & (
  | { readonly type: 'string' | 'integer' | 'boolean' }
  | { readonly type: 'object'; readonly rules: ParameterRules }
  | { readonly type: 'list'; readonly of: ParameterRule }
);

export type ParameterRules = Readonly<Record<string, ParameterRule>>;

/** The gateway's own check of names, presence and types: the first refusal in order, or null. */
export function checkParameters(
  params: Readonly<Record<string, unknown>>,
  rules: ParameterRules,
  path = '',
): Refusal | null {
  const unknown = Object.keys(params).find((name) => !Object.hasOwn(rules, name));
  if (unknown !== undefined)
    return refuse('UnknownParameter', `The parameter \`${path}${unknown}\` is not defined.`);
  for (const [name, rule] of Object.entries(rules)) {
    const refusal = checkParameter(params[name], rule, path + name);
    if (refusal) return refusal;
  }
  return null;
}

function checkParameter(value: unknown, rule: ParameterRule, path: string): Refusal | null {
  if (value === undefined)
    return rule.isRequired ? refuse('MissingParameter', `The parameter \`${path}\` is missing.`) : null;
  switch (rule.type) {
    case 'string':
      return typeof value === 'string' ? null : wrongType(path, rule.type);
    case 'boolean':
      return typeof value === 'boolean' ? null : wrongType(path, rule.type);
    case 'integer':
      return Number.isSafeInteger(value) ? null : wrongType(path, rule.type);
    case 'object':
      return isObject(value) ? checkParameters(value, rule.rules, `${path}.`) : wrongType(path, rule.type);
    case 'list':
      return Array.isArray(value) ? checkList(value, rule.of, path) : wrongType(path, rule.type);
  }
}

function checkList(values: readonly unknown[], rule: ParameterRule, path: string): Refusal | null {
  for (const [place, value] of values.entries()) {
    const refusal = checkParameter(value, { ...rule, isRequired: true }, `${path}.${place}`);
    if (refusal) return refusal;
  }
  return null;
}

function wrongType(path: string, type: string): Refusal {
  return refuse('InvalidParameter', `The parameter \`${path}\` has to be of the type ${type}.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
