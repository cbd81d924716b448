import { describe, expect, it } from 'vitest';
import type { ActionDefinition } from '../../../src/shared/actions/action.ts';
import { createInstance } from '../../../src/shared/actions/create-instance.ts';
import { createPackageOrder } from '../../../src/shared/actions/create-package-order.ts';
import { createPlan } from '../../../src/shared/actions/create-plan.ts';
import { exampleParams } from './examples.ts';

/** The paths of what is wrong with the params; none when they are a purchase. */
function problemPaths({ params }: ActionDefinition, values: unknown): readonly string[] {
  return (params.safeParse(values).error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe('CreatePackageOrder', () => {
  const order = { Domain: 'example.com', Grade: 'DPG_ULTIMATE' };

  it.each(['example.com', 'Shop.Example.co.uk', 'xn--fiq228c.com', '中文.com', '_dmarc.example.com'])(
    'takes %s as a Domain',
    (Domain) => expect(problemPaths(createPackageOrder, { ...order, Domain })).toEqual([]),
  );

  it.each(['', 'example', 'https://example.com', 'example.com.', 'exa mple.com', 'a@example.com', '.com', 7])(
    'does not take %j as a Domain',
    (Domain) => expect(problemPaths(createPackageOrder, { ...order, Domain })).toEqual(['Domain']),
  );

  it('takes the three grades of the international site only', () => {
    for (const Grade of ['DPG_PROFESSIONAL', 'DPG_ENTERPRISE', 'DPG_ULTIMATE']) {
      expect(problemPaths(createPackageOrder, { ...order, Grade })).toEqual([]);
    }
    for (const Grade of ['DP_PLUS', 'dpg_ultimate', '', null]) {
      expect(problemPaths(createPackageOrder, { ...order, Grade })).toEqual(['Grade']);
    }
  });

  it('names every missing parameter at once', () => {
    expect(problemPaths(createPackageOrder, {})).toEqual(['Domain', 'Grade']);
  });

  it('buys one plan for one domain, never several', () => {
    expect(createPackageOrder.isInterchangeable(order)).toBe(false);
    expect(createPackageOrder.uniqueParameters).toEqual(['Domain']);
  });
});

describe('CreatePlan', () => {
  it('takes the fourteen periods of the API and no other', () => {
    const accepted = Array.from({ length: 50 }, (_, index) => index - 5).filter((Period) => {
      return problemPaths(createPlan, { PlanType: 'basic', PrepaidPlanParam: { Period } }).length === 0;
    });
    expect(accepted).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36]);
  });

  it.each(['12', 1.5, true, null])('does not take %j as a Period', (Period) => {
    const plan = { PlanType: 'basic', PrepaidPlanParam: { Period } };
    expect(problemPaths(createPlan, plan)).toEqual(['PrepaidPlanParam.Period']);
  });

  it('needs a PlanType and nothing else', () => {
    expect(problemPaths(createPlan, {})).toEqual(['PlanType']);
    for (const PlanType of ['personal', 'basic', 'standard', 'enterprise']) {
      expect(problemPaths(createPlan, { PlanType })).toEqual([]);
    }
  });

  it('refuses each prepaid parameter of an enterprise plan, at its own path', () => {
    const plan = { PlanType: 'enterprise', PrepaidPlanParam: { Period: 1, RenewFlag: 'on' } };
    expect(problemPaths(createPlan, plan)).toEqual(['PrepaidPlanParam.Period', 'PrepaidPlanParam.RenewFlag']);
    expect(problemPaths(createPlan, { PlanType: 'enterprise', PrepaidPlanParam: {} })).toEqual([
      'PrepaidPlanParam',
    ]);
  });

  it('says so beside what else is wrong', () => {
    const plan = { PlanType: 'enterprise', AutoUseVoucher: 'yes', PrepaidPlanParam: { RenewFlag: 'on' } };
    expect(problemPaths(createPlan, plan)).toEqual(['AutoUseVoucher', 'PrepaidPlanParam.RenewFlag']);
  });

  it('survives a row that is no object at all', () => {
    for (const row of [null, 'enterprise', 7, []]) expect(problemPaths(createPlan, row)).toEqual(['']);
    expect(problemPaths(createPlan, { PlanType: 'enterprise', PrepaidPlanParam: 'x' })).toContain(
      'PrepaidPlanParam',
    );
  });

  it('sends AutoUseVoucher as text, also when it came as a boolean', () => {
    for (const AutoUseVoucher of ['true', true]) {
      expect(createPlan.params.parse({ PlanType: 'basic', AutoUseVoucher })).toEqual({
        PlanType: 'basic',
        AutoUseVoucher: 'true',
      });
    }
    expect(problemPaths(createPlan, { PlanType: 'enterprise', AutoUseVoucher: 'false' })).toEqual([]);
    for (const AutoUseVoucher of ['TRUE', '', 1, null]) {
      expect(problemPaths(createPlan, { PlanType: 'basic', AutoUseVoucher })).toEqual(['AutoUseVoucher']);
    }
  });

  it('does not invent an AutoUseVoucher that was not given', () => {
    expect(createPlan.params.parse({ PlanType: 'basic' })).toEqual({ PlanType: 'basic' });
  });

  it('buys two plans with two equal rows', () => {
    expect(createPlan.isInterchangeable({ PlanType: 'basic' })).toBe(true);
    expect(createPlan.uniqueParameters).toEqual([]);
  });

  it('reads the order and the plan from the answer', () => {
    const answer = { RequestId: 'r', PlanId: 'edgeone-2unuvzjmmn2q', DealName: '20240312347001004723731' };
    expect(createPlan.readBought(answer)).toEqual({
      orderId: '20240312347001004723731',
      resourceIds: ['edgeone-2unuvzjmmn2q'],
      delivery: 'complete',
    });
  });
});

describe('CreateInstance', () => {
  const instance = exampleParams(createInstance);

  it.each([
    ['ClientToken', ['a', 'x'.repeat(64), '~ Az-09_!']],
    ['Quantity', [1, 100]],
    ['ProjectId', [0, 1234567]],
    ['Period', [1, 36]],
    ['PeriodUnit', ['m', 'y']],
    ['Parameter', ['{}', '{"pid":1}']],
    ['RenewFlag', ['NOTIFY_AND_AUTO_RENEW', 'DISABLE_NOTIFY_AND_MANUAL_RENEW']],
  ])('takes the allowed values of %s', (name, values) => {
    for (const value of values)
      expect(problemPaths(createInstance, { ...instance, [name]: value })).toEqual([]);
  });

  it.each([
    ['ClientToken', ['', 'x'.repeat(65), 'tökén', 'a\nb', 7]],
    ['ProductCode', ['', 'p cloud', ' ', 7]],
    ['PayMode', ['prepay', 'PostPay', '']],
    ['Quantity', [0, -1, 1.5, '1', 2 ** 53]],
    ['ProjectId', [-1, '0']],
    ['Period', [0, 37, 1.5, '1']],
    ['PeriodUnit', ['d', 'M']],
    ['Parameter', ['', '{', 'text', '"text"', '7', 'null', '[]', { pid: 1 }]],
    ['RenewFlag', ['on', '']],
  ])('refuses other values of %s', (name, values) => {
    for (const value of values) {
      expect(problemPaths(createInstance, { ...instance, [name]: value }), String(value)).toEqual([name]);
    }
  });

  it('names every missing parameter at once, and does without a ClientToken', () => {
    const required = ['ProductCode', 'SubProductCode', 'RegionCode', 'ZoneCode', 'PayMode', 'Parameter'];
    expect(problemPaths(createInstance, {})).toEqual(required);
  });

  it('buys several with one row only when no ClientToken ties it to one', () => {
    const { ClientToken, ...free } = instance;
    expect(createInstance.isInterchangeable(free)).toBe(true);
    expect(createInstance.isInterchangeable({ ...free, ClientToken })).toBe(false);
    expect(createInstance.uniqueParameters).toEqual(['ClientToken']);
  });

  it('calls a late delivery bought and pending', () => {
    for (const InstanceIdList of [[], null, undefined]) {
      expect(createInstance.readBought({ RequestId: 'r', OrderId: '2026', InstanceIdList })).toEqual({
        orderId: '2026',
        resourceIds: [],
        delivery: 'pending',
      });
    }
  });

  it('reads the order and the instances from the answer', () => {
    const answer = { RequestId: 'r', OrderId: '2026', InstanceIdList: ['cfw-1', 'cfw-2'] };
    expect(createInstance.readBought(answer)).toEqual({
      orderId: '2026',
      resourceIds: ['cfw-1', 'cfw-2'],
      delivery: 'complete',
    });
  });
});
