import { domainToASCII } from 'node:url';
import type { Params } from '../purchase.ts';
import type { ActionDefinition } from './action.ts';

/** What a purchase is for, where buying it twice makes no sense: the value of the natural key, in one spelling. */
export function targetOf(definition: ActionDefinition, params: Params): string | null {
  if (definition.safety.kind !== 'natural-key') return null;
  const value = params[definition.safety.keyParameter];
  return typeof value === 'string' ? oneSpelling(value) : null;
}

const isAscii = /^[\x20-\x7e]*$/;

/** One domain may be written in capitals, with its final dot, in its own script or in Punycode. */
export function oneSpelling(domain: string): string {
  const lower = domain.toLowerCase();
  const ascii = isAscii.test(lower) ? lower : domainToASCII(lower) || lower;
  return ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
}
