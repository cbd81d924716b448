import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInstance } from '../../../src/shared/actions/create-instance.ts';
import { createPlan } from '../../../src/shared/actions/create-plan.ts';
import { freezeBody } from '../../../src/shared/actions/freeze-body.ts';
import { exampleParams } from './examples.ts';

describe('freezeBody', () => {
  it('orders keys as the schema does, at every depth', () => {
    const params = { PrepaidPlanParam: { RenewFlag: 'on', Period: 12 }, PlanType: 'basic' };
    expect(freezeBody(createPlan, params)).toBe(
      '{"PlanType":"basic","PrepaidPlanParam":{"Period":12,"RenewFlag":"on"}}',
    );
  });

  it('makes the same bytes of the same params in any order', () => {
    const params = exampleParams(createInstance);
    const body = freezeBody(createInstance, params);
    const anyOrder = fc.shuffledSubarray(Object.entries(params), { minLength: Object.keys(params).length });
    fc.assert(
      fc.property(anyOrder, (entries) => {
        expect(freezeBody(createInstance, Object.fromEntries(entries))).toBe(body);
      }),
    );
  });

  it('sends a JSON text exactly as it was written', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'grapheme' }), (json, text) => {
        const Parameter = `{ "detail": ${json}, "name": ${JSON.stringify(text)} }`;
        const body = freezeBody(createInstance, { ...exampleParams(createInstance), Parameter });
        expect(JSON.parse(body).Parameter).toBe(Parameter);
      }),
    );
  });

  it('puts a ClientToken added later where the schema has it', () => {
    const { ClientToken, ...others } = exampleParams(createInstance);
    expect(freezeBody(createInstance, { ...others, ClientToken })).toMatch(/^\{"ClientToken":/);
  });

  it('leaves out what is not given', () => {
    expect(freezeBody(createPlan, { PlanType: 'basic', AutoUseVoucher: undefined })).toBe(
      '{"PlanType":"basic"}',
    );
  });

  it('throws rather than drop a parameter that the action does not have', () => {
    const message = 'Cannot freeze parameter as one of';
    expect(() => freezeBody(createPlan, { PlanType: 'basic', Period: 12 })).toThrow(message);
    expect(() => freezeBody(createPlan, { PlanType: 'basic', PrepaidPlanParam: { Months: 1 } })).toThrow(
      message,
    );
    expect(() => freezeBody(createPlan, { PlanType: 'basic', constructor: 1 })).toThrow(message);
  });
});
