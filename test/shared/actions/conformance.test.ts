import { describe, expect, it } from 'vitest';
import type { ErrorMeaning } from '../../../src/shared/actions/action.ts';
import { columnsOf } from '../../../src/shared/actions/columns.ts';
import { freezeBody } from '../../../src/shared/actions/freeze-body.ts';
import { actionNames, actions, calledActions, findAction } from '../../../src/shared/actions/index.ts';
import type { ErrorScope } from '../../../src/shared/outcome.ts';
import { exampleParams } from './examples.ts';

/** One sentence: a capital first, a full stop last and none between. */
const oneSentence = /^[A-Z][^.!?]*\.$/;

/** A rule that stops or slows the whole line is not the row's matter; a refusal is nobody else's. */
const scopesOf: Record<ErrorMeaning, readonly ErrorScope[]> = {
  refused: ['row'],
  'line-stopped': ['account', 'product'],
  unpaid: ['account'],
  'slow-down': ['account'],
  'clock-wrong': ['account'],
  unknown: ['row', 'account'],
};

describe('the catalogue', () => {
  it('names each action once and finds it by its exact name', () => {
    expect(new Set(calledActions.map(({ name }) => name)).size).toBe(calledActions.length);
    expect(actionNames).toEqual(actions.map(({ name }) => name));
    for (const action of calledActions) expect(findAction(action.name)).toBe(action);
    expect(findAction('createplan')).toBeUndefined();
    expect(findAction('constructor')).toBeUndefined();
  });

  it('holds the three purchases, and the renewals of what two of them buy', () => {
    const purchases = ['CreatePackageOrder', 'CreatePlan', 'CreateInstance'];
    const renewals = ['RenewPlan', 'ModifyPlan', 'RenewInstance', 'SetRenewal'];
    expect(actionNames).toEqual([...purchases, ...renewals]);
  });
});

describe.each(calledActions)('$name', (action) => {
  it('describes every column and gives an example of its type', () => {
    for (const { path, description, example, type, oneOf } of columnsOf(action)) {
      expect(description, path).toMatch(/^[A-Z].*\.$/);
      expect(typeof example, path).toBe(type === 'integer' ? 'number' : 'string');
      if (oneOf) expect(oneOf, path).toContain(example);
      if (type === 'json-text') expect(() => JSON.parse(String(example)), path).not.toThrow();
    }
  });

  it('accepts the purchase that its examples make, and sends it as it stands', () => {
    const params = exampleParams(action);
    expect(action.params.parse(params)).toEqual(params);
    expect(JSON.parse(freezeBody(action, params))).toEqual(params);
  });

  it('says in every column whether the purchase can do without it', () => {
    for (const { path, required } of columnsOf(action)) {
      const { [path]: _, ...others } = exampleParams(action);
      if (!path.includes('.')) expect(action.params.safeParse(others).success, path).toBe(!required);
    }
  });

  it('refuses a parameter that the API does not have', () => {
    const params = { ...exampleParams(action), Domian: 'example.com' };
    expect(action.params.safeParse(params).error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['Domian'] },
    ]);
  });

  it('goes to the host of its own service', () => {
    for (const { service, host } of [action, action.safety.readBack]) {
      expect(host).toMatch(new RegExp(`^${service}\\.(intl\\.)?tencentcloudapi\\.com$`));
    }
    expect(action.version).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(action.ratePerSecond).toBe(20);
  });

  it('settles and counts by parameters that it has', () => {
    const names = Object.keys(action.params.shape);
    const { safety, uniqueParameters } = action;
    if (safety.kind === 'natural-key') expect(names).toContain(safety.keyParameter);
    if (safety.kind === 'sets-state') expect(names).toContain(safety.keyParameter);
    if (safety.kind === 'token') expect(names).toContain(safety.tokenParameter);
    expect(names).toEqual(expect.arrayContaining([...uniqueParameters]));
    if ('renewal' in safety) expect(uniqueParameters).toContain(safety.renewal?.resourceParameter);
    expect(safety.readBack.action).toMatch(/^Describe/);
  });

  it('takes an answer with nothing but a RequestId, or with more than it knows, as bought', () => {
    const bare = { RequestId: 'r-1' };
    expect(action.answer.safeParse(bare).success).toBe(true);
    expect(action.answer.safeParse({ ...bare, Later: { added: true } }).success).toBe(true);
    expect(action.readBought(bare)).toMatchObject({ orderId: null, resourceIds: [] });
  });

  it('does not take an answer without a RequestId as one', () => {
    for (const answer of [{}, null, 'ok', [], { RequestId: 7 }]) {
      expect(action.answer.safeParse(answer).success).toBe(false);
    }
  });

  it('has one sentence of advice and a fitting scope for every error code', () => {
    for (const [code, { meaning, scope, remedy }] of Object.entries(action.errors)) {
      expect(code).toMatch(/^\w+(\.\w+)?$/);
      expect(remedy, code).toMatch(oneSentence);
      expect(scopesOf[meaning], code).toContain(scope);
    }
  });
});
