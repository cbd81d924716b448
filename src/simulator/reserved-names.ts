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
 * | site `occupied-….…` | ResourceInUse.OthersCname | CreateZone |
 * | site `blocked-….…` | OperationDenied.DomainIsBlocked | CreateZone |
 * | site id `zone-missing…` | InvalidParameter.ZoneNotFound | BindZoneToPlan |
 * | site id `zone-bound…` | InvalidParameter.ZoneHasBeenBound | BindZoneToPlan |
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

const sitePrefixes = [
  {
    prefix: 'occupied-',
    refusal: refuse('ResourceInUse.OthersCname', 'Another account has this site.'),
  },
  {
    prefix: 'blocked-',
    refusal: refuse('OperationDenied.DomainIsBlocked', 'The domain is blocked.'),
  },
];

const zoneIdPrefixes = [
  {
    prefix: 'zone-missing',
    refusal: refuse('InvalidParameter.ZoneNotFound', 'There is no site of this id.'),
  },
  {
    prefix: 'zone-bound',
    refusal: refuse('InvalidParameter.ZoneHasBeenBound', 'The site is on a plan already.'),
  },
];

/** Why the account cannot act on this domain, or null. Reading is refused less often than buying. */
export function refusalOfDomain(domain: string, use: 'buy' | 'read'): Refusal | null {
  const reserved = domainPrefixes.find(({ prefix }) => domain.startsWith(prefix));
  if (!reserved || (use === 'read' && reserved.isReadable)) return null;
  return reserved.refusal;
}

/** Why billing sells nothing under this product code, or null. */
export function refusalOfProduct(productCode: string): Refusal | null {
  return products.get(productCode) ?? null;
}

/** Why EdgeOne sells no plan of this type, or null. */
export function refusalOfPlanType(planType: string): Refusal | null {
  return planTypes.get(planType) ?? null;
}

/** Why the account cannot have a site of this name, or null. */
export function refusalOfSite(zoneName: string): Refusal | null {
  return sitePrefixes.find(({ prefix }) => zoneName.startsWith(prefix))?.refusal ?? null;
}

/** Why a site of this id cannot be bound, or null. */
export function refusalOfZoneId(zoneId: string): Refusal | null {
  return zoneIdPrefixes.find(({ prefix }) => zoneId.startsWith(prefix))?.refusal ?? null;
}
