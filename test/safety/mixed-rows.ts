/** So many rows of all three actions, in turn; of the plans only few are alike, as in a manifest of many customers. */
export function mixedRows(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => rowOf(Math.floor(i / 3), i % 3));
}

const planTypes = ['personal', 'basic', 'standard'];
const periods = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36];
const renewals = ['on', 'off'];

function rowOf(nth: number, kind: number): Record<string, unknown> {
  if (kind === 0)
    return { Action: 'CreatePackageOrder', Domain: `site-${nth}.example`, Grade: 'DPG_PROFESSIONAL' };
  if (kind === 1) return { Action: 'CreatePlan', ...planParams(nth) };
  return {
    Action: 'CreateInstance',
    ProductCode: 'p_cloudfirewall',
    SubProductCode: 'sp_cloudfirewall_svv1',
    RegionCode: 'ap-guangzhou',
    ZoneCode: 'ap-guangzhou-6',
    PayMode: 'PrePay',
    Parameter: '{"pid":1}',
  };
}

function planParams(nth: number): Record<string, unknown> {
  return {
    PlanType: planTypes[nth % planTypes.length],
    PrepaidPlanParam: {
      Period: periods[Math.floor(nth / 3) % periods.length],
      RenewFlag: renewals[Math.floor(nth / 42) % renewals.length],
    },
  };
}
