import type { Terms } from '../shared/purchase.ts';

/** The columns of a manifest in which its rows say what they want beside the values of their calls. */
export const siteColumnNames = ['ZoneName', 'ZoneType', 'ZoneArea', 'ZoneId'] as const;

/** The column of renewals alone. */
export const expiryColumnName = 'IfExpiresBefore';

/** Whether rows of these actions may say up to which expiry they want their renewal. */
export function hasExpiryColumn(actions: readonly string[]): boolean {
  return actions.some((action) => action === 'RenewPlan' || action === 'RenewInstance');
}

/** What a row says in one of the site's; empty where it says nothing. */
export function siteCell({ site }: Terms, column: (typeof siteColumnNames)[number]): string {
  if (site === undefined) return '';
  if ('zoneId' in site) return column === 'ZoneId' ? site.zoneId : '';
  switch (column) {
    case 'ZoneName':
      return site.zoneName;
    case 'ZoneType':
      return site.zoneType ?? '';
    case 'ZoneArea':
      return site.zoneArea ?? '';
    case 'ZoneId':
      return '';
  }
}
