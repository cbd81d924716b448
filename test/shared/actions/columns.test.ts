import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { columnsOf } from '../../../src/shared/actions/columns.ts';
import { createInstance } from '../../../src/shared/actions/create-instance.ts';
import { createPackageOrder } from '../../../src/shared/actions/create-package-order.ts';
import { createPlan } from '../../../src/shared/actions/create-plan.ts';

describe('columnsOf', () => {
  it('shows required text and closed sets', () => {
    expect(columnsOf(createPackageOrder)).toMatchObject([
      { path: 'Domain', type: 'string', required: true, oneOf: null, example: 'example.com' },
      { path: 'Grade', required: true, oneOf: ['DPG_PROFESSIONAL', 'DPG_ENTERPRISE', 'DPG_ULTIMATE'] },
    ]);
  });

  it('dots nested parameters and requires none of an object that may be left out', () => {
    expect(columnsOf(createPlan)).toMatchObject([
      { path: 'PlanType', type: 'string', required: true },
      { path: 'AutoUseVoucher', type: 'string', required: false, oneOf: ['true', 'false'] },
      { path: 'PrepaidPlanParam.Period', type: 'integer', required: false },
      { path: 'PrepaidPlanParam.RenewFlag', type: 'string', required: false, oneOf: ['on', 'off'] },
    ]);
    expect(columnsOf(createPlan)[2]?.oneOf).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36]);
  });

  it('keeps the order of sending and marks whole numbers and texts that hold JSON', () => {
    expect(columnsOf(createInstance).map(({ path, type }) => `${path} ${type}`)).toEqual([
      'ClientToken string',
      'ProductCode string',
      'SubProductCode string',
      'RegionCode string',
      'ZoneCode string',
      'PayMode string',
      'Parameter json-text',
      'Quantity integer',
      'ProjectId integer',
      'Period integer',
      'PeriodUnit string',
      'RenewFlag string',
    ]);
  });

  it('throws on a schema that a cell cannot hold', () => {
    const described = { description: 'What no cell holds.', example: 1 };
    for (const field of [z.array(z.string()), z.number(), z.literal(['a', 1])]) {
      const params = z.strictObject({ Field: field.meta(described) });
      expect(() => columnsOf({ ...createPlan, params })).toThrow('Cannot show Field as a column');
    }
  });
});
