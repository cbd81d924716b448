import type { Refusal } from './reply.ts';
import { refuse } from './reply.ts';

/**
 * Names that the simulator refuses, so that an example or a test can have a refusal when it wants one.
 * Every other domain is in the account, and every other product is for sale.
 *
 * | name | is refused with | by |
 * |---|---|---|
 * | domain `missing-….…` | InvalidParameterValue.DomainNotExists | CreatePackageOrder, DescribeDomain |
 * | domain `notmine-….…` | OperationDenied.DomainOwnerAllowedOnly | CreatePackageOrder, DescribeDomain |
 * | domain `locked-….…` | FailedOperation.DomainIsLocked | CreatePackageOrder |
 * | product `p_soldout` | ResourceUnavailable | CreateInstance |
 * | product `p_notallowed` | FailedOperation.BusinessCheckErrCode | CreateInstance |
 * | plan type `enterprise` | OperationDenied.PleaseContactBusinessPersonnel | CreatePlan |
 */
const domainPrefixes = [
  {
    prefix: 'missing-',
    refusal: refuse('InvalidParameterValue.DomainNotExists', 'The domain is not in this account.'),
    isReadable: false,
  },
  {
    prefix: 'notmine-',
    refusal: refuse('OperationDenied.DomainOwnerAllowedOnly', 'Only the owner of the domain may do this.'),
    isReadable: false,
  },
  {
    prefix: 'locked-',
    refusal: refuse('FailedOperation.DomainIsLocked', 'The domain is locked.'),
    isReadable: true,
  },
];

const products = new Map([
  ['p_soldout', refuse('ResourceUnavailable', 'The product is sold out.')],
  [
    'p_notallowed',
    refuse('FailedOperation.BusinessCheckErrCode', 'The product does not allow this purchase.'),
  ],
]);

const planTypes = new Map([
  [
    'enterprise',
    refuse('OperationDenied.PleaseContactBusinessPersonnel', 'Enterprise plans are sold by sales staff.'),
  ],
]);

/** Why the account cannot act on this domain, or null. Reading is refused less often than buying. */
export function refusalOfDomain(domain: string, use: 'buy' | 'read'): Refusal | null {
  const reserved = domainPrefixes.find(({ prefix }) => domain.startsWith(prefix));
  if (!reserved || (use === 'read' && reserved.isReadable)) return null;
  return reserved.refusal;
}

export function refusalOfProduct(productCode: string): Refusal | null {
  return products.get(productCode) ?? null;
}

export function refusalOfPlanType(planType: string): Refusal | null {
  return planTypes.get(planType) ?? null;
}
