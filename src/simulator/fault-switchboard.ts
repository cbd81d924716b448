import { isDeepStrictEqual } from 'node:util';
import type { Fault, FaultRule } from './fault-rule.ts';

export interface FaultSwitchboard {
  /** Puts these rules in force in place of all others, with their counts at nought. */
  readonly replace: (rules: readonly FaultRule[]) => void;
  /** The fault for this call, or null. Each rule counts every call it matches; the first that is due wins. */
  readonly pick: (action: string, params: Readonly<Record<string, unknown>>) => Fault | null;
  /** The rules in force, with how many calls each matched and spoilt. */
  readonly inForce: () => readonly RuleInForce[];
}

interface RuleInForce {
  readonly rule: FaultRule;
  matched: number;
  applied: number;
}

export function createFaultSwitchboard(rules: readonly FaultRule[]): FaultSwitchboard {
  let inForce = rules.map(unused);
  return {
    replace: (next) => {
      inForce = next.map(unused);
    },
    pick: (action, params) => {
      const due = inForce.filter(({ rule }) => isMatch(rule, action, params)).filter(countAndAsk);
      const [first] = due;
      if (!first) return null;
      first.applied += 1;
      return first.rule.fault;
    },
    inForce: () => inForce,
  };
}

function unused(rule: FaultRule): RuleInForce {
  return { rule, matched: 0, applied: 0 };
}

function isMatch(rule: FaultRule, action: string, params: unknown): boolean {
  if (rule.action !== undefined && rule.action !== action) return false;
  return rule.match?.params === undefined || holds(params, rule.match.params);
}

/** Whether `whole` has everything that `part` names, at any depth. */
function holds(whole: unknown, part: unknown): boolean {
  if (!isObject(part)) return isDeepStrictEqual(whole, part);
  return isObject(whole) && Object.entries(part).every(([name, value]) => holds(whole[name], value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function countAndAsk(entry: RuleInForce): boolean {
  const { every = 1, times = Number.POSITIVE_INFINITY } = entry.rule.match ?? {};
  entry.matched += 1;
  return entry.matched % every === 0 && entry.applied < times;
}
