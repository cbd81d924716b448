import { describe, expect, it } from 'vitest';
import type { ActionDefinition } from '../../../src/shared/actions/action.ts';
import { modifyPlan } from '../../../src/shared/actions/modify-plan.ts';
import { renewInstance } from '../../../src/shared/actions/renew-instance.ts';
import { renewPlan } from '../../../src/shared/actions/renew-plan.ts';
import { setRenewal } from '../../../src/shared/actions/set-renewal.ts';

const PlanId = 'edgeone-2unuvzjmmn2q';
const instance = {
  ProductCode: 'p_cloudfirewall',
  SubProductCode: 'sp_cloudfirewall_svv1',
  RegionCode: 'ap-guangzhou',
  InstanceId: 'cfw-1',
};
const { SubProductCode, ...set } = { ...instance, RenewFlag: 'NOTIFY_AND_AUTO_RENEW' };

function problemPaths(definition: ActionDefinition, params: unknown): string[] {
  const { error } = definition.params.safeParse(params);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe('RenewPlan', () => {
  it('wants one of the fourteen periods, as the API has no default', () => {
    expect(problemPaths(renewPlan, { PlanId })).toEqual(['Period']);
    expect(problemPaths(renewPlan, { PlanId, Period: 13 })).toEqual(['Period']);
    expect(problemPaths(renewPlan, { PlanId, Period: 36 })).toEqual([]);
  });

  it('is never sent again by itself, as each call renews once more', () => {
    expect(renewPlan.safety.kind).toBe('neither');
    expect(renewPlan.isInterchangeable({ PlanId, Period: 1 })).toBe(false);
    expect(renewPlan.uniqueParameters).toEqual(['PlanId']);
  });

  it('reads the order from the answer', () => {
    expect(renewPlan.readBought({ RequestId: 'r', DealName: '2026' })).toMatchObject({ orderId: '2026' });
  });
});

describe('ModifyPlan', () => {
  it('takes on and off, nested as the API has them', () => {
    expect(problemPaths(modifyPlan, { PlanId, RenewFlag: { Switch: 'off' } })).toEqual([]);
    expect(problemPaths(modifyPlan, { PlanId, RenewFlag: { Switch: 'ON' } })).toEqual(['RenewFlag.Switch']);
    expect(problemPaths(modifyPlan, { PlanId })).toEqual(['RenewFlag']);
  });
});

describe('RenewInstance', () => {
  it('does without a ClientToken and a Period, as one is made and the other has a default', () => {
    expect(problemPaths(renewInstance, instance)).toEqual([]);
    expect(problemPaths(renewInstance, { ...instance, Period: 37 })).toEqual(['Period']);
  });

  it('knows for how many months it renews', () => {
    const { safety } = renewInstance;
    const monthsOf = (params: object) =>
      'renewal' in safety ? safety.renewal?.monthsOf({ ...instance, ...params }) : null;
    expect(monthsOf({})).toBe(1);
    expect(monthsOf({ Period: 5 })).toBe(5);
    expect(monthsOf({ Period: 2, PeriodUnit: 'y' })).toBe(24);
  });

  it('reads the order from the answer, which has a list of them', () => {
    const bought = renewInstance.readBought({ RequestId: 'r', OrderIdList: ['2026'] });
    expect(bought).toMatchObject({ orderId: '2026' });
  });
});

describe('SetRenewal', () => {
  it('sends RenewPeriod as the text that the API wants', () => {
    expect(setRenewal.params.parse({ ...set, RenewPeriod: 3 })).toEqual({ ...set, RenewPeriod: '3' });
    expect(problemPaths(setRenewal, { ...set, RenewPeriod: '12' })).toEqual(['RenewPeriod']);
  });

  it('reads a failure out of an answer that is no Error', () => {
    const failure = { Code: 'InvalidParameter', Message: 'No.', InstanceId: 'cfw-1' };
    const read = setRenewal.readRefusal;
    expect(read?.({ RequestId: 'r', InstanceList: [failure] })).toEqual({
      code: 'InvalidParameter',
      message: 'No.',
    });
    for (const InstanceList of [[], null, undefined])
      expect(read?.({ RequestId: 'r', InstanceList })).toBeNull();
  });
});
