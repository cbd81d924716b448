import type { ReadBack } from './action.ts';

/** The calls that only look, each with the version and the host that its own page of the API names. */

const billing = {
  service: 'billing',
  version: '2018-07-09',
  host: 'billing.intl.tencentcloudapi.com',
} as const;

const dnspod = {
  service: 'dnspod',
  version: '2021-03-23',
  host: 'dnspod.intl.tencentcloudapi.com',
} as const;

const teo = { service: 'teo', version: '2022-09-01', host: 'teo.tencentcloudapi.com' } as const;

/** Names the account that pays, and what it can spend. */
export const describeAccountBalance: ReadBack = { action: 'DescribeAccountBalance', ...billing };

/** Shows orders and what became of them. */
export const describeDealsByCond: ReadBack = { action: 'DescribeDealsByCond', ...billing };

/** Shows an instance's renewal and expiry; some products are not shown by it. */
export const describeRenewInstances: ReadBack = { action: 'DescribeRenewInstances', ...billing };

/** Shows the grade of one domain. */
export const describeDomain: ReadBack = { action: 'DescribeDomain', ...dnspod };

/** Shows an account's domains with their grades. */
export const describeDomainList: ReadBack = { action: 'DescribeDomainList', ...dnspod };

/** Shows a plan's type, renewal, dates and sites, and nothing that a buyer chose to tell it by. */
export const describePlans: ReadBack = { action: 'DescribePlans', ...teo };

/** Shows sites, and what their owner has to be handed. */
export const describeZones: ReadBack = { action: 'DescribeZones', ...teo };
