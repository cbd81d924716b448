import { describeValue } from './describe-value.ts';
import { findJsonFault } from './find-json-fault.ts';
import { isJsonObject } from './json-object.ts';
import type { Parameter } from './known-parameters.ts';
import type { Finding } from './problem.ts';

export type Conversion =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'finding'; readonly finding: Finding };

/**
 * Brings a given value to the type that its parameter is sent as: a cell's text to a number, an object to the JSON
 * text of `Parameter`, a boolean to `true` or `false`. What has the wrong type otherwise is left to the schema.
 */
export function convertValue(given: unknown, parameter: Parameter, isText: boolean): Conversion {
  if (parameter.type === 'integer') return convertInteger(given, parameter, isText);
  if (parameter.type === 'json-text') return convertJsonText(given, parameter);
  if (typeof given === 'boolean' && parameter.oneOf?.includes(String(given))) return value(String(given));
  return value(given);
}

/** The whole number that a cell's text or a JSON value is; null when it is none. */
export function wholeNumber(given: unknown, isText: boolean): number | null {
  if (isText && !(typeof given === 'string' && decimal.test(given))) return null;
  const number = isText ? Number(given) : given;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function convertInteger(given: unknown, { path }: Parameter, isText: boolean): Conversion {
  const number = wholeNumber(given, isText);
  if (number !== null) return value(number);
  const got =
    typeof given === 'string' && !isText ? `the text "${describeValue(given)}"` : describeValue(given);
  return finding(path, 'not-an-integer', `${path} must be a whole decimal number: got ${got}`);
}

function convertJsonText(given: unknown, { path }: Parameter): Conversion {
  if (isJsonObject(given)) return convertJsonObject(given, path);
  if (typeof given !== 'string' || isJson(given)) return value(given);
  const at = findJsonFault(given);
  const got =
    at < given.length
      ? `got \`${describeValue(given[at])}\` at character ${at + 1}`
      : 'got a text that ends too early';
  return finding(path, 'bad-json', `${path} must be JSON: ${got}`);
}

function convertJsonObject(given: object, path: string): Conversion {
  if (!holdsInexactNumber(given)) return value(JSON.stringify(given));
  const message = `${path} must hold numbers of at most 15 digits: got a longer one, which only the text of the JSON keeps exactly`;
  return finding(path, 'out-of-range', message);
}

/** Reading JSON has rounded such a number already, so sending it would not send what the row says. */
function holdsInexactNumber(given: unknown): boolean {
  if (typeof given === 'number') return !Number.isFinite(given) || Math.abs(given) > Number.MAX_SAFE_INTEGER;
  if (typeof given !== 'object' || given === null) return false;
  return Object.values(given).some(holdsInexactNumber);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function value(converted: unknown): Conversion {
  return { kind: 'value', value: converted };
}

function finding(column: string, code: Finding['code'], message: string): Conversion {
  return { kind: 'finding', finding: { column, code, message } };
}

const decimal = /^-?\d+$/;
