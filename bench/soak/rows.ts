const planTypes = ['personal', 'basic', 'standard'];
const periods = [1, 2, 3, 6, 12, 24, 36];

/** The manifest of one round as JSONL: all three actions in turn, with nothing in it that another round bought. */
export function manifestOfRound(round: number, rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) =>
    JSON.stringify(rowOf(round, Math.floor(i / 3), i % 3)),
  );
  return `${lines.join('\n')}\n`;
}

function rowOf(round: number, nth: number, kind: number): Record<string, unknown> {
  const Reference = `R-${round}-${nth}-${kind}`;
  if (kind === 0) {
    const Domain = `site-${nth}.round-${round}.example`;
    return { Action: 'CreatePackageOrder', Reference, Domain, Grade: 'DPG_PROFESSIONAL' };
  }
  if (kind === 1) {
    const Period = periods[nth % periods.length];
    const PlanType = planTypes[nth % planTypes.length];
    return { Action: 'CreatePlan', Reference, PlanType, PrepaidPlanParam: { Period, RenewFlag: 'off' } };
  }
  return {
    Action: 'CreateInstance',
    Reference,
    ProductCode: 'p_cloudfirewall',
    SubProductCode: 'sp_cloudfirewall_svv1',
    RegionCode: 'ap-guangzhou',
    ZoneCode: 'ap-guangzhou-6',
    PayMode: 'PrePay',
    Parameter: { pid: 1 },
  };
}
