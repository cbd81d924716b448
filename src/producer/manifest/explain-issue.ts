import type { z } from 'zod';
import { describeValue } from './describe-value.ts';
import type { Parameter } from './known-parameters.ts';
import { type Finding, type ProblemCode, problemCodes } from './problem.ts';

/** Turns what an action's schema found wrong with a value into words that say what would be right. */
export function explainIssue(
  issue: z.core.$ZodIssue,
  { parameter, given }: { parameter: Parameter | undefined; given: unknown },
): Finding {
  const column = issue.path.join('.');
  const closedList = parameter?.oneOf?.join(', ');
  if (given === undefined && parameter?.required) {
    const choice = closedList ? `, one of ${closedList}` : '';
    return { column, code: 'missing-parameter', message: `${column} must be given${choice}: got nothing` };
  }
  const { code, rule } =
    issue.code !== 'custom' && closedList
      ? ({ code: 'not-one-of', rule: `must be one of ${closedList}` } as const)
      : brokenRule(issue);
  return { column: column || null, code, message: `${column} ${rule}: got ${describeValue(given)}` };
}

interface BrokenRule {
  readonly code: ProblemCode;
  readonly rule: string;
}

function brokenRule(issue: z.core.$ZodIssue): BrokenRule {
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-type', rule: `must be ${typeNames[issue.expected] ?? issue.expected}` };
    case 'too_small':
      return issue.origin === 'string'
        ? { code: 'wrong-length', rule: `must have at least ${issue.minimum} characters` }
        : { code: 'out-of-range', rule: `must be at least ${issue.minimum}` };
    case 'too_big':
      return issue.origin === 'string'
        ? { code: 'wrong-length', rule: `must have at most ${issue.maximum} characters` }
        : { code: 'out-of-range', rule: `must be at most ${issue.maximum}` };
    case 'custom':
      return { code: ownCode(issue.params?.code), rule: issue.message };
    default:
      // The schemas of the catalogue word the rules of their patterns themselves: "must be …".
      return { code: 'not-allowed', rule: issue.message };
  }
}

function ownCode(code: unknown): ProblemCode {
  return isProblemCode(code) ? code : 'not-allowed';
}

function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problemCodes, code);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole decimal number',
  number: 'a number',
  object: 'an object',
};
