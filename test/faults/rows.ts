/** The three actions, and rows that buy with each of them. */
export const bought = ['CreatePackageOrder', 'CreatePlan', 'CreateInstance'] as const;
export type BoughtAction = (typeof bought)[number];
/** Renewals need something that can be renewed, and have tests of their own. */
export type TestedAction = BoughtAction | RenewingAction;
export type RenewingAction = 'RenewPlan' | 'RenewInstance' | 'ModifyPlan' | 'SetRenewal';

/** So many rows of one action. */
export function rowsOf(action: BoughtAction, count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => ({ Action: action, ...paramsOf(action, i + 1) }));
}

function paramsOf(action: BoughtAction, row: number): Record<string, unknown> {
  switch (action) {
    case 'CreatePackageOrder':
      return { Domain: `site-${row}.example`, Grade: 'DPG_PROFESSIONAL' };
    case 'CreatePlan':
      return { PlanType: 'basic' };
    case 'CreateInstance':
      return {
        ProductCode: 'p_cloudfirewall',
        SubProductCode: 'sp_cloudfirewall_svv1',
        RegionCode: 'ap-guangzhou',
        ZoneCode: 'ap-guangzhou-6',
        PayMode: 'PrePay',
        Parameter: '{"pid":1}',
      };
  }
}

/** The last bytes of such a purchase's call: when they have passed, the service has all of it. */
export const lastBytes: Readonly<Record<TestedAction, string>> = {
  CreatePackageOrder: '"Grade":"DPG_PROFESSIONAL"}',
  CreatePlan: '{"PlanType":"basic"}',
  CreateInstance: '"Parameter":"{\\"pid\\":1}"}',
  RenewPlan: '"Period":1}',
  RenewInstance: '"Period":1}',
  ModifyPlan: '"RenewFlag":{"Switch":"on"}}',
  SetRenewal: '"RenewFlag":"NOTIFY_AND_AUTO_RENEW"}',
};
